-- `attempts` counts how often a thing was taken; `failures` only the tries that speak against the thing itself. A try that was cut
-- short by the end of the process, or by Slack's absence, is not held against it.
ALTER TABLE inbox ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pictures ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE asides ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE storms ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
