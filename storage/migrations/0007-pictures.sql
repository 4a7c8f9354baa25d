-- Pictures for a thread, each after the line it belongs to. A queue of its own, so that no text waits for an upload.
CREATE TABLE pictures (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  incident       TEXT    NOT NULL REFERENCES threads (incident),
  seq            INTEGER NOT NULL,
  state          TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dropped')),
  due_at         TEXT,
  taken_until    TEXT,
  attempts       INTEGER NOT NULL DEFAULT 0,
  unclear        INTEGER NOT NULL DEFAULT 0 CHECK (unclear IN (0, 1)),
  first_taken_at TEXT,
  reason         TEXT,
  file           TEXT,
  sent_at        TEXT,
  UNIQUE (incident, seq),
  FOREIGN KEY (incident, seq) REFERENCES events (incident, seq)
) STRICT;

CREATE INDEX pictures_waiting ON pictures (id) WHERE state = 'waiting';
