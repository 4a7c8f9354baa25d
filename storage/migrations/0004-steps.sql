-- What was written while a delivery of the inbox was handled: handled again after a crash, it is not written again.
CREATE TABLE steps (
  step     TEXT    NOT NULL PRIMARY KEY,
  incident TEXT    NOT NULL,
  seq      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When an item was first taken: a message that an unclear try left in Slack is not older than that.
ALTER TABLE outbox ADD COLUMN first_taken_at TEXT;
