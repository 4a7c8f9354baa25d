-- Runs of monitors: one row a monitor and slot, so that no slot is run twice, whoever tries.
CREATE TABLE monitor_runs (
  monitor     TEXT    NOT NULL,
  slot        TEXT    NOT NULL,
  cause       TEXT    NOT NULL CHECK (cause IN ('scheduled', 'caught-up', 'replayed')),
  missed      INTEGER NOT NULL DEFAULT 0,
  started_at  TEXT    NOT NULL,
  taken_until TEXT,
  finished_at TEXT,
  outcome     TEXT    NOT NULL CHECK (outcome IN ('running', 'steady', 'shifted', 'quiet', 'inconclusive', 'failed')),
  value       REAL,
  size        REAL,
  threshold   REAL,
  n           REAL,
  reason      TEXT    NOT NULL DEFAULT '',
  firing      INTEGER NOT NULL DEFAULT 0 CHECK (firing IN (0, 1)),
  alerted     INTEGER NOT NULL DEFAULT 0 CHECK (alerted IN (0, 1)),
  PRIMARY KEY (monitor, slot)
) STRICT, WITHOUT ROWID;

CREATE INDEX monitor_runs_running ON monitor_runs (monitor) WHERE outcome = 'running';

-- A muted monitor goes on running and sends nothing.
CREATE TABLE monitor_mutes (
  monitor  TEXT NOT NULL PRIMARY KEY,
  muted_at TEXT NOT NULL,
  until    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  by       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
