// The one rule of JSON names, over every field of every public message on disk.
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "libs/testing/process.h"

namespace cp {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;

// Where a field is named by AIP rules but the original report API has a key for it, JSON has the original's key.
const std::map<std::string, std::string>& OriginalKeys() {
  static const auto& keys = *new std::map<std::string, std::string>{{"user_id", "userid"},
                                                                    {"course_id", "courseid"},
                                                                    {"cache_age_seconds", "cache_age"},
                                                                    {"data_as_of_time", "data_as_of"}};
  return keys;
}

std::string JsonNameByRule(const std::string& field) {
  const auto original = OriginalKeys().find(field);
  return original == OriginalKeys().end() ? field : original->second;
}

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Relative to `root`, sorted.
std::vector<std::string> PublicProtos(const std::filesystem::path& root) {
  std::vector<std::string> protos;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "courseprogress" / "v1")) {
    if (entry.path().extension() == ".proto") protos.push_back(entry.path().lexically_relative(root).string());
  }
  std::sort(protos.begin(), protos.end());
  return protos;
}

// As protoc understands the files: it fills in the JSON names that they do not give.
FileDescriptorSet DescribePublicProtos() {
  const std::filesystem::path root = std::filesystem::path(FromEnvironment("CP_SOURCE_DIR")) / "proto";
  testing::ProcessOptions protoc;
  protoc.argv = {FromEnvironment("CP_PROTOC"), "--proto_path=" + root.string(), "--descriptor_set_out=/dev/stdout"};
  for (const std::string& proto : PublicProtos(root)) protoc.argv.push_back(proto);
  const auto output = testing::RunProcess(protoc, absl::Minutes(1));
  EXPECT_TRUE(output.ok()) << output.status();
  FileDescriptorSet files;
  EXPECT_TRUE(output.ok() && files.ParseFromString(*output));
  return files;
}

// `name` is for people: "courseprogress.v1.Company.name".
using FieldVisitor = std::function<void(const std::string& name, const FieldDescriptorProto& field)>;

void VisitFields(const DescriptorProto& message, const std::string& scope, const FieldVisitor& visit) {
  const std::string path = scope + "." + message.name();
  for (const FieldDescriptorProto& field : message.field()) visit(path + "." + field.name(), field);
  for (const DescriptorProto& nested : message.nested_type()) VisitFields(nested, path, visit);
}

void VisitPublicFields(const FieldVisitor& visit) {
  const FileDescriptorSet files = DescribePublicProtos();
  int fields = 0;
  for (const FileDescriptorProto& file : files.file()) {
    for (const DescriptorProto& message : file.message_type()) {
      VisitFields(message, file.package(), [&](const std::string& name, const FieldDescriptorProto& field) {
        ++fields;
        visit(name, field);
      });
    }
  }
  EXPECT_GT(fields, 50) << "the public messages were not found";
}

TEST(JsonNames, AreTheFieldsOwnNamesOrTheOriginalsKeys) {
  VisitPublicFields([](const std::string& name, const FieldDescriptorProto& field) {
    EXPECT_EQ(field.json_name(), JsonNameByRule(field.name()))
        << name << " needs [json_name = \"" << JsonNameByRule(field.name()) << "\"]";
  });
}

// protobuf writes 64-bit integers as text.
TEST(JsonValues, NumbersStayNumbers) {
  const std::set<FieldDescriptorProto::Type> texts = {
      FieldDescriptorProto::TYPE_INT64, FieldDescriptorProto::TYPE_UINT64, FieldDescriptorProto::TYPE_SINT64,
      FieldDescriptorProto::TYPE_FIXED64, FieldDescriptorProto::TYPE_SFIXED64};
  VisitPublicFields([&](const std::string& name, const FieldDescriptorProto& field) {
    EXPECT_EQ(texts.count(field.type()), 0u) << name << " must be int32 or double";
  });
}

}  // namespace
}  // namespace cp
