-- Everything that came from outside, on disk before anything is done with it.
CREATE TABLE inbox (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  source      TEXT    NOT NULL,
  kind        TEXT    NOT NULL CHECK (kind IN ('alert', 'slack')),
  key         TEXT    NOT NULL,
  body        TEXT    NOT NULL CHECK (json_valid(body)),
  received_at TEXT    NOT NULL,
  state       TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
  due_at      TEXT,
  taken_until TEXT,
  attempts    INTEGER NOT NULL DEFAULT 0,
  outcome     TEXT,
  UNIQUE (source, key)
) STRICT;

CREATE INDEX inbox_waiting ON inbox (kind, id) WHERE state = 'waiting';
CREATE INDEX inbox_failed ON inbox (id) WHERE state = 'failed';
