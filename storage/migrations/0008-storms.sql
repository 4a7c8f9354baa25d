-- Many incidents of one channel within minutes: one message speaks for those whose threads are not opened yet.
CREATE TABLE storms (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  place          TEXT    NOT NULL,
  began_at       TEXT    NOT NULL,
  last_at        TEXT    NOT NULL,
  wanted         INTEGER NOT NULL DEFAULT 1 CHECK (wanted IN (0, 1)),
  due_at         TEXT,
  taken_until    TEXT,
  first_taken_at TEXT,
  attempts       INTEGER NOT NULL DEFAULT 0,
  unclear        INTEGER NOT NULL DEFAULT 0 CHECK (unclear IN (0, 1)),
  reason         TEXT,
  channel        TEXT,
  ts             TEXT
) STRICT;

CREATE INDEX storms_wanted ON storms (id) WHERE wanted = 1;

-- The channel as it was named when the incident was declared; Slack's id for it is known only later.
ALTER TABLE threads ADD COLUMN place TEXT;
ALTER TABLE threads ADD COLUMN storm INTEGER REFERENCES storms (id);
-- While it is held, nothing of it is said outside the storm's message.
ALTER TABLE threads ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1));

CREATE INDEX threads_storm ON threads (storm) WHERE storm IS NOT NULL;
