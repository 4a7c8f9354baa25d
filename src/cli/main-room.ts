import { z } from 'zod';
import type { Rooms } from './rooms.ts';

const isFunction = (value: unknown): boolean => typeof value === 'function';

/** What the composition root offers to the command line. */
const MainRoom = z.object({
  start: z.custom<Rooms['start']>(isFunction),
  demo: z.custom<Rooms['demo']>(isFunction),
});

/** The composition root is loaded only when the bot is to run: it brings Bolt and every adapter. */
export async function mainRoom(): Promise<z.infer<typeof MainRoom>> {
  const room: unknown = await import(new URL('../main.ts', import.meta.url).href);
  return MainRoom.parse(room);
}
