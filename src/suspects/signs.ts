import { featureSigns } from './signs/feature-signs.ts';
import { modelSigns } from './signs/model-signs.ts';
import { servingSigns } from './signs/serving-signs.ts';
import { worldSigns } from './signs/world-signs.ts';
import type { Sign } from './signs/sign.ts';

/** Every sign by its name. A sign is one yes-or-no question that a check's evidence answers about a culprit. */
export const SIGNS = { ...featureSigns, ...servingSigns, ...modelSigns, ...worldSigns } satisfies Readonly<
  Record<string, Sign>
>;

export type SignName = keyof typeof SIGNS;

export const SIGN_NAMES: readonly SignName[] = Object.keys(SIGNS).filter(
  (name): name is SignName => name in SIGNS,
);
