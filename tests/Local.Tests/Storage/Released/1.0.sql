BEGIN TRANSACTION;
CREATE TABLE schema_parts (part TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO schema_parts VALUES('clock',1);
INSERT INTO schema_parts VALUES('durable',1);
INSERT INTO schema_parts VALUES('mail',1);
INSERT INTO schema_parts VALUES('queues',1);
INSERT INTO schema_parts VALUES('schedules',1);
INSERT INTO schema_parts VALUES('tables',1);
CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, real INTEGER NOT NULL, speed REAL NOT NULL);
INSERT INTO clock VALUES(1,639159156000000000,639309160919511174,0.0);
CREATE TABLE queues (name TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO queues VALUES('parcels');
CREATE TABLE queue_messages (
    id INTEGER PRIMARY KEY, queue TEXT NOT NULL, message_id TEXT NOT NULL, text TEXT NOT NULL,
    inserted INTEGER NOT NULL, expires INTEGER NOT NULL, visible INTEGER NOT NULL,
    dequeue_count INTEGER NOT NULL, receipt TEXT NOT NULL, leased INTEGER NOT NULL);
INSERT INTO queue_messages VALUES(1,'parcels','019e830e-1a00-7d5c-8cf0-3cfe426dde3d','unopened',639159120000000000,639165168000000000,639159120000000000,0,'iEsL1pGw2ErXIBSq',0);
CREATE TABLE schedules (function TEXT PRIMARY KEY, schedule TEXT NOT NULL, last INTEGER, next INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO schedules VALUES('Nightly','0 0 3 * * *',NULL,639159660000000000,639159120000000000);
CREATE TABLE durable_instances (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  generation INTEGER NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  status INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  custom_status TEXT,
  output TEXT,
  failure TEXT,
  tags TEXT,
  parent INTEGER
);
INSERT INTO durable_instances VALUES(1,'journey',0,'Journey','',0,639159120000000000,639159120000000000,NULL,NULL,NULL,NULL,NULL);
INSERT INTO durable_instances VALUES(2,'nap',0,'Nap','',0,639159120000000000,639159120000000000,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE durable_history (
  instance INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (instance, turn)
) WITHOUT ROWID;
INSERT INTO durable_history VALUES(1,0,'{"At":"2026-06-01T12:00:00Z","Events":[{"is":"ExecutionStarted","Name":"Journey","Version":"","Input":"\"a suitcase\""}],"Decisions":[]}');
INSERT INTO durable_history VALUES(1,1,'{"At":"2026-06-01T12:00:00Z","Events":[],"Decisions":[{"is":"TaskScheduled","Name":"Pack","TaskId":0}]}');
INSERT INTO durable_history VALUES(1,2,'{"At":"2026-06-01T12:00:00Z","Events":[{"is":"TaskCompleted","Result":"\"packed a suitcase\"","TaskId":0}],"Decisions":[]}');
INSERT INTO durable_history VALUES(2,0,'{"At":"2026-06-01T12:00:00Z","Events":[{"is":"ExecutionStarted","Name":"Nap","Version":""}],"Decisions":[]}');
INSERT INTO durable_history VALUES(2,1,'{"At":"2026-06-01T12:00:00Z","Events":[],"Decisions":[{"is":"TimerCreated","FireAt":"2026-06-04T12:00:00Z","TaskId":0}]}');
CREATE TABLE durable_inbox (
  seq INTEGER PRIMARY KEY,
  instance INTEGER NOT NULL,
  generation INTEGER,
  event TEXT
);
CREATE TABLE durable_activities (
  instance INTEGER NOT NULL,
  task INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  instance_id TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  input TEXT,
  PRIMARY KEY (instance, task)
) WITHOUT ROWID;
CREATE TABLE durable_timers (
  due INTEGER NOT NULL,
  instance INTEGER NOT NULL,
  task INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  PRIMARY KEY (due, instance, task)
) WITHOUT ROWID;
INSERT INTO durable_timers VALUES(639161712000000000,2,0,0);
CREATE TABLE table_names (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
INSERT INTO table_names VALUES(1,'Things');
CREATE TABLE table_rows (
  table_id INTEGER NOT NULL, pk BLOB NOT NULL, rk BLOB NOT NULL,
  stamp INTEGER NOT NULL, properties BLOB NOT NULL,
  PRIMARY KEY (table_id, pk, rk)) WITHOUT ROWID;
INSERT INTO table_rows VALUES(1,X'70',X'72',639159120000000000,X'045465787401046b657074064e756d626572032a00000000000000045768656e0600208d4ed5bfde0804426c6f6208020102');
CREATE TABLE mails (
  number INTEGER PRIMARY KEY AUTOINCREMENT, operation_id TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL, running_reads INTEGER NOT NULL, failure TEXT,
  recipients TEXT NOT NULL, subject TEXT NOT NULL, document TEXT NOT NULL);
INSERT INTO mails VALUES(1,'019e830e-1a00-778e-b9d4-1d3f05e811e0','Succeeded',0,NULL,'jan@example.com','the journey','{"OperationId":"019e830e-1a00-778e-b9d4-1d3f05e811e0","SentAt":"2026-06-01T12:00:00+00:00","Status":"Succeeded","From":"desk@example.com","To":[{"Address":"jan@example.com","Name":null}],"Cc":[],"Bcc":[],"ReplyTo":[],"Subject":"The journey","Text":"It has begun.","Html":null,"Headers":{},"Attachments":[{"Name":"plan.txt","ContentType":"text/plain","ContentId":null,"Size":5}]}');
CREATE TABLE mail_attachments (number INTEGER NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL);
INSERT INTO mail_attachments VALUES(1,'plan.txt',X'6e6f727468');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('durable_instances',2);
INSERT INTO sqlite_sequence VALUES('table_names',1);
INSERT INTO sqlite_sequence VALUES('mails',1);
CREATE INDEX queue_messages_ready ON queue_messages (queue, leased, visible);
CREATE UNIQUE INDEX queue_messages_id ON queue_messages (message_id);
CREATE INDEX durable_instances_by_parent ON durable_instances (parent) WHERE parent IS NOT NULL;
CREATE INDEX mail_attachments_by_mail ON mail_attachments (number);
COMMIT;
