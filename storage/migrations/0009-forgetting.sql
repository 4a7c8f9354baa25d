-- Incidents that were deleted on purpose, so that their numbers are never given again. Only what stands here may be removed.
CREATE TABLE forgotten (
  incident     TEXT    NOT NULL PRIMARY KEY,
  number       INTEGER NOT NULL GENERATED ALWAYS AS (CAST(substr(incident, 5) AS INTEGER)) VIRTUAL,
  reason       TEXT    NOT NULL,
  forgotten_at TEXT    NOT NULL
) STRICT;

DROP TRIGGER events_are_never_removed;

CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM forgotten WHERE incident = OLD.incident)
BEGIN
  SELECT raise(ABORT, 'events are never removed, unless their whole incident is forgotten');
END;
