-- A line that says something else by now is edited where it is: its newest message is looked up by the event it is about.
CREATE INDEX outbox_lines ON outbox (incident, seq, id) WHERE kind = 'reply';
