# ruff: noqa: E501  rows of CSV stand as they are in the file
"""A small sound OneRoster 1.1 set: one class, its teacher and two children."""

from collections.abc import Callable
from pathlib import Path

SET = {
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,bulk\nfile.orgs,bulk\n",
    "orgs.csv": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "o1,,,Hill School,school,77,d1\n"
    "d1,active,,North Network,district,,\n",
    "academicSessions.csv": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
    "t1,,,2026-27,schoolYear,2026-08-10,2027-06-11,,2027\n",
    "courses.csv": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
    "subjectCodes\n"
    "k1,,,t1,Mathematics 3,M3,03,o1,Math,\n",
    "classes.csv": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
    'c1,,,Room 12,"03,04",k1,R12,homeroom,East,o1,t1,Math,,\n',
    "users.csv": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
    "u1,,,TRUE,o1,teacher,tlopez,,Tina,López,,T-1,t@x.org,,,,,\n"
    's1,active,,true,o1,student,ana,"{LDAP:12},{LTI:15}",Ana,Berg,,0012,,,,,3,\n'
    "s2,active,,true,o1,student,ben,,Ben,Cruz,,0013,,,,,03,\n",
    "enrollments.csv": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate\n"
    "e1,,,c1,o1,u1,teacher,true,,\n"
    "e2,,,c1,o1,s1,student,false,2026-08-10,2027-06-11\n"
    "e3,,,c1,o1,s2,student,false,,\n",
}
Write = Callable[..., dict[str, Path]]
