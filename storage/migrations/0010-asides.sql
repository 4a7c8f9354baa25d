-- What is said about an event outside the incident's thread: to one person, or in another channel. A queue of its own, so that
-- no thread waits for a channel that the bot is not in.
CREATE TABLE asides (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  incident    TEXT    NOT NULL REFERENCES threads (incident),
  seq         INTEGER NOT NULL,
  recipient   TEXT    NOT NULL,
  state       TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dropped')),
  due_at      TEXT,
  taken_until TEXT,
  attempts    INTEGER NOT NULL DEFAULT 0,
  reason      TEXT,
  sent_at     TEXT,
  UNIQUE (incident, seq, recipient),
  FOREIGN KEY (incident, seq) REFERENCES events (incident, seq)
) STRICT;

CREATE INDEX asides_waiting ON asides (id) WHERE state = 'waiting';
