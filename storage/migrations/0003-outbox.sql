-- What is to be said in Slack. `again` marks a root that was asked for anew while an older rendering of it may be on its way.
CREATE TABLE outbox (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  incident    TEXT    NOT NULL REFERENCES threads (incident),
  kind        TEXT    NOT NULL CHECK (kind IN ('root', 'reply')),
  seq         INTEGER CHECK ((kind = 'reply') = (seq IS NOT NULL)),
  state       TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dropped')),
  due_at      TEXT,
  taken_until TEXT,
  attempts    INTEGER NOT NULL DEFAULT 0,
  unclear     INTEGER NOT NULL DEFAULT 0 CHECK (unclear IN (0, 1)),
  again       INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
  reason      TEXT,
  channel     TEXT,
  ts          TEXT,
  sent_at     TEXT,
  FOREIGN KEY (incident, seq) REFERENCES events (incident, seq)
) STRICT;

CREATE UNIQUE INDEX one_waiting_root_per_incident ON outbox (incident) WHERE kind = 'root' AND state = 'waiting';
CREATE INDEX outbox_waiting ON outbox (incident, kind, seq, id) WHERE state = 'waiting';
CREATE INDEX outbox_dropped ON outbox (id) WHERE state = 'dropped';
