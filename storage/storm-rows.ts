import { z } from 'zod';
import type { StormRule } from '../src/response/store/store.ts';
import type { Connection } from './connection.ts';

export type StormRows = {
  /** The storm that a new incident belongs to, when more than the rule's number opened there lately; null otherwise. */
  join(declared: { readonly place: string; readonly at: Date; readonly rule: StormRule }): number | null;
  /** Something that the message of the incident's storm shows has changed. */
  touch(incident: string): void;
  /** A person turned to the incident: its thread opens. */
  release(incident: string): void;
};

/** Which incidents are told of together. Call within the transaction that stores their events. */
export function openStormRows({ database }: Connection): StormRows {
  const countOpened = database
    .prepare(
      `SELECT count(*) FROM incidents AS i JOIN threads AS t ON t.incident = i.id
       WHERE i.declared_at > @since AND t.place = @place`,
    )
    .pluck();
  const find = database
    .prepare('SELECT id FROM storms WHERE place = @place AND last_at > @since ORDER BY id DESC LIMIT 1')
    .pluck();
  const begin = database
    .prepare('INSERT INTO storms (place, began_at, last_at) VALUES (@place, @at, @at) RETURNING id')
    .pluck();
  const goOn = database.prepare('UPDATE storms SET last_at = @at, wanted = 1 WHERE id = @id');
  const want = database.prepare(
    'UPDATE storms SET wanted = 1 WHERE id = (SELECT storm FROM threads WHERE incident = ?)',
  );
  const open = database.prepare('UPDATE threads SET held = 0 WHERE incident = ? AND held = 1');

  return {
    join({ place, at, rule }) {
      const since = new Date(at.getTime() - rule.withinSeconds * 1000).toISOString();
      const opened = z.int().parse(countOpened.get({ place, since }));
      if (opened < rule.incidents) return null;
      const now = at.toISOString();
      const id = z.int().parse(find.get({ place, since }) ?? begin.get({ place, at: now }));
      goOn.run({ id, at: now });
      return id;
    },
    touch: (incident) => void want.run(incident),
    release(incident) {
      if (open.run(incident).changes > 0) want.run(incident);
    },
  };
}
