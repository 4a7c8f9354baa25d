-- Why an incident was closed, for what the team's own incidents teach; and until when its benign verdict keeps the same alert quiet.
ALTER TABLE incidents ADD COLUMN cause TEXT;
ALTER TABLE incidents ADD COLUMN remembered_until TEXT;

UPDATE incidents SET cause = (
  SELECT json_extract(data, '$.cause') FROM events
  WHERE events.incident = incidents.id AND type = 'resolved' ORDER BY seq DESC LIMIT 1
) WHERE status = 'resolved';

CREATE INDEX incidents_remembered ON incidents (key, remembered_until) WHERE remembered_until IS NOT NULL;
