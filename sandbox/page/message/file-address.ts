import type { PageFile } from '../contract.ts';

/** Where the bytes of a file are, to be shown. */
export const addressOf = (file: PageFile): string => `/page/file/${file.id}`;

/** The same, to be saved. */
export const savedFrom = (file: PageFile): string => `/page/file/${file.id}?save`;
