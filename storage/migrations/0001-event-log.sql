-- What happened, in the order it became known. Rows are added and never touched again.
CREATE TABLE events (
  incident    TEXT    NOT NULL CHECK (incident GLOB 'INC-[1-9]*'),
  seq         INTEGER NOT NULL CHECK (seq >= 1),
  version     INTEGER NOT NULL CHECK (version >= 1),
  type        TEXT    NOT NULL,
  at          TEXT    NOT NULL,
  recorded_at TEXT    NOT NULL,
  actor       TEXT    NOT NULL CHECK (json_valid(actor)),
  data        TEXT    NOT NULL CHECK (json_valid(data)),
  PRIMARY KEY (incident, seq),
  CHECK ((seq = 1) = (type = 'declared'))
) STRICT;

-- The newest incident number is read from the log itself, so that no number is ever given twice.
CREATE INDEX events_number ON events (CAST(substr(incident, 5) AS INTEGER)) WHERE seq = 1;

-- One trigger settles both races and REPLACE: an event takes the place right after the newest one, or none.
CREATE TRIGGER events_take_the_next_place BEFORE INSERT ON events
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events WHERE incident = NEW.incident)
BEGIN
  SELECT raise(ABORT, 'an event takes the place right after the newest one');
END;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN
  SELECT raise(ABORT, 'events are never changed: append a correction');
END;

CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
BEGIN
  SELECT raise(ABORT, 'events are never removed: append a correction');
END;

-- Projection of the log: can be thrown away and rebuilt.
CREATE TABLE incidents (
  id          TEXT NOT NULL PRIMARY KEY,
  number      INTEGER NOT NULL GENERATED ALWAYS AS (CAST(substr(id, 5) AS INTEGER)) VIRTUAL,
  key         TEXT NOT NULL,
  model       TEXT NOT NULL,
  title       TEXT NOT NULL,
  status      TEXT NOT NULL CHECK (status IN ('open', 'resolved')),
  declared_at TEXT NOT NULL,
  resolved_at TEXT
) STRICT;

CREATE UNIQUE INDEX one_open_incident_per_key ON incidents (key) WHERE status = 'open';
CREATE INDEX incidents_newest ON incidents (declared_at DESC, number DESC);

-- Projection of the log: one row for each finished check.
CREATE TABLE evidence (
  incident    TEXT    NOT NULL,
  seq         INTEGER NOT NULL,
  id          TEXT    NOT NULL,
  "check"     TEXT    NOT NULL,
  model       TEXT    NOT NULL,
  answer      TEXT    NOT NULL CHECK (answer IN ('shifted', 'steady', 'inconclusive')),
  line        TEXT    NOT NULL,
  asked       INTEGER NOT NULL CHECK (asked IN (0, 1)),
  config_hash TEXT    NOT NULL,
  finished_at TEXT    NOT NULL,
  PRIMARY KEY (incident, seq),
  FOREIGN KEY (incident, seq) REFERENCES events (incident, seq)
) STRICT;

CREATE INDEX evidence_newest ON evidence (finished_at DESC);
CREATE INDEX evidence_by_check ON evidence (model, "check", finished_at DESC);

-- Where an incident is talked about. Slack says it, not the log, so it is not a projection.
CREATE TABLE threads (
  incident  TEXT NOT NULL PRIMARY KEY,
  channel   TEXT,
  thread_ts TEXT,
  since     TEXT,
  UNIQUE (channel, thread_ts)
) STRICT;

-- Small things to remember about this installation, one JSON value each.
CREATE TABLE meta (
  key        TEXT NOT NULL PRIMARY KEY,
  value      TEXT NOT NULL CHECK (json_valid(value)),
  changed_at TEXT NOT NULL
) STRICT;
