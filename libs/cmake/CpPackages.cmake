# Every third-party package is found here and nowhere else. Packages without a usable CMake config (SOCI ships none,
# hiredis' version file is broken in Debian 12) become imported targets named cp_<package>.

include_guard(GLOBAL)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
if(BUILD_TESTING)
  find_package(GTest CONFIG REQUIRED)
  find_package(yaml-cpp CONFIG REQUIRED)
endif()

pkg_check_modules(cp_pc_hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(cp_pc_libevent REQUIRED IMPORTED_TARGET libevent libevent_pthreads)
pkg_check_modules(cp_pc_libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(cp_pc_mariadb REQUIRED IMPORTED_TARGET libmariadb)
pkg_check_modules(cp_pc_sqlite REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(cp_pc_xxhash REQUIRED IMPORTED_TARGET libxxhash)

add_library(cp_hiredis INTERFACE)
target_link_libraries(cp_hiredis INTERFACE PkgConfig::cp_pc_hiredis PkgConfig::cp_pc_libevent)
add_library(cp_libpq INTERFACE)
target_link_libraries(cp_libpq INTERFACE PkgConfig::cp_pc_libpq)
add_library(cp_mariadb INTERFACE)
target_link_libraries(cp_mariadb INTERFACE PkgConfig::cp_pc_mariadb)
add_library(cp_sqlite INTERFACE)
target_link_libraries(cp_sqlite INTERFACE PkgConfig::cp_pc_sqlite)

find_path(CP_SOCI_INCLUDE soci/soci.h REQUIRED)
add_library(cp_soci INTERFACE)
target_include_directories(cp_soci SYSTEM INTERFACE ${CP_SOCI_INCLUDE} ${CP_SOCI_INCLUDE}/soci)
foreach(part core sqlite3 postgresql mysql)
  find_library(CP_SOCI_${part} soci_${part} REQUIRED)
  target_link_libraries(cp_soci INTERFACE ${CP_SOCI_${part}})
endforeach()
target_link_libraries(cp_soci INTERFACE cp_libpq cp_mariadb cp_sqlite)
# SOCI's libraries do not export the type information of their backends and of some classes that its headers use inline,
# so UndefinedBehaviorSanitizer's check of the dynamic type does not link: the preset asan has it off.

add_library(cp_xxhash INTERFACE)
target_link_libraries(cp_xxhash INTERFACE PkgConfig::cp_pc_xxhash)
