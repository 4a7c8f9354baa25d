import { bookmarks } from './bookmarks.ts';
import { canvases } from './canvases.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import { identity } from './identity.ts';
import type { Method } from './method.ts';
import { pins } from './pins.ts';
import { reactions } from './reactions.ts';
import { users } from './users.ts';
import { views } from './views.ts';

/** Every method of the Web API that the sandbox serves, by name. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [
    ...chat,
    ...conversations,
    ...reactions,
    ...pins,
    ...bookmarks,
    ...canvases,
    ...files,
    ...users,
    ...views,
    ...identity,
  ].map((method) => [method.name, method]),
);
