import { z } from 'zod';
import type { Hypothesis, ChangeKind } from './hypothesis.ts';
import { ownMove } from './own-move.ts';
import type { Dated } from './own-move.ts';
import type { EvidenceView } from './view.ts';
import type { Culprit } from './vocabulary.ts';

/** A recorded change as the `changes` check tells it. */
const SeenChange = z.object({
  id: z.string(),
  kind: z.string(),
  component: z.string(),
  title: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  minutesBeforeOnset: z.number(),
  /** How far the onset may lie before and after its best estimate, in minutes. */
  onsetFrom: z.number(),
  onsetTo: z.number(),
});
export type SeenChange = z.infer<typeof SeenChange>;

export type BlamedChange = {
  readonly change: SeenChange;
  readonly evidence: string;
  readonly logRatio: number;
};

/** How soon after its change a fault shows: most within minutes, some when a cache or a schedule lets them. */
const PROMPT_SHARE = 0.8;
const PROMPT_MINUTES = 6;
const LATE_MINUTES = 120;
/** Changes around the onset come about this often in busy hours, whoever made them. */
const BACKGROUND_PER_MINUTE = 1 / 45;
/** The onset is known to within some minutes: a change may seem to come a little after it. */
const SLACK_MINUTES = 4;
const KINDS = 7;

/** Words of the mechanism are found this many times as often with a culprit as with a bystander. */
const USUALLY_TELLING = 2.5;

/** What only watches or describes a system never breaks it, whatever words it uses. */
const DESCRIBES =
  /\blog sampling|access logs?|audit (log|trail)|trac(e|ing)\b|\bmetrics of\b|dashboard|structured logs?|\bcomments?\b|metadata|\bowners?\b|documentation|\bdocs\b|readme|runbook|typo|lint|\bstaging\b|cold storage|backups?\b|retention|unit tests?|build[- ](nodes?|pool)|training node|\bci\b|code owners|on-?call rota/i;
/** Work that changes what people see of a system, or how it is kept, not what a model is fed. */
const HARMLESS =
  /\blog(s|ging)?\b|sampling rate|certificate|icons?\b|\bcopy\b|banner|footer|invoice|\bpdf\b|typeahead|layout|newsletter|\bbump\b|drained|(kernel|security) patch|burn rate|quiet hours|read timeout|columns? added|frontend|\btls\b|ciphers?|thrown away|read replica|permissions?|cost (tags?|report)/i;

/** The changes near the onset that the evidence knows, newest first; `began` dates the onset better where it is known. */
function seenChanges(
  view: EvidenceView,
  began: Dated | null,
): { readonly evidence: string; readonly changes: readonly SeenChange[] } | null {
  const evidence = view.check('changes');
  if (evidence === null || evidence.verdict.answer === 'inconclusive') return null;
  const changes = evidence.verdict.findings.flatMap((finding) => {
    if (finding.subject.kind !== 'change') return [];
    const parsed = SeenChange.safeParse({
      from: null,
      to: null,
      ...finding.detail,
      ...(began === null || finding.at === undefined || finding.at === null ? {} : leadTo(began, finding.at)),
      id: finding.subject.name,
    });
    return parsed.success ? [parsed.data] : [];
  });
  return { evidence: evidence.id, changes };
}

/**
 * The change that most probably brought this fault, with its likelihood ratio: how much more often such a change is seen
 * this long before the onset when it is the cause than by coincidence. Changes after the onset are out.
 */
export function blame(
  hypothesis: Hypothesis,
  culprit: Culprit | null,
  view: EvidenceView,
): BlamedChange | null {
  const seen = seenChanges(view, ownMove(hypothesis.id, culprit, view.symptom));
  if (seen === null) return null;
  const rated = seen.changes
    .map((change) => ({
      change,
      evidence: seen.evidence,
      logRatio: ratioOf(change, hypothesis, culprit, view),
    }))
    .filter((one) => Number.isFinite(one.logRatio))
    .sort((a, b) => b.logRatio - a.logRatio);
  return rated[0] ?? null;
}

/** Teams do not write down every change: of those that broke something, about this share is found in the records. */
const RECORDED = 0.75;

/** How likely it is that a recorded change brings this kind of fault. */
export function chanceOfChange(hypothesis: Hypothesis): number {
  const brought = Object.values(hypothesis.change.kinds).reduce((sum, share) => sum + share, 0);
  return RECORDED * Math.min(1, brought);
}

/** The posterior odds above which a change is named as the one that brought the fault. */
const NAMED_FROM = 1.5;

/** That such faults mostly come with a recorded change is no reason to name one which nothing but this speaks for. */
const LEAST_RATIO = 0.1;

/** The change that more probably than not brought the fault, rather than another one or none that was recorded. */
export function namedChange(suspect: {
  readonly hypothesis: Hypothesis;
  readonly blamed: BlamedChange | null;
}): BlamedChange | null {
  const { hypothesis, blamed } = suspect;
  if (blamed === null) return null;
  const q = chanceOfChange(hypothesis);
  const speaks = blamed.logRatio >= LEAST_RATIO;
  return speaks && (q * Math.exp(blamed.logRatio)) / (1 - q) >= NAMED_FROM ? blamed : null;
}

/** How long a change came before something began. */
function leadTo(began: Dated, at: Date): Pick<SeenChange, 'minutesBeforeOnset' | 'onsetFrom' | 'onsetTo'> {
  const minutes = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 60_000;
  return {
    minutesBeforeOnset: minutes(at, began.at),
    onsetFrom: minutes(began.from, began.at),
    onsetTo: minutes(began.at, began.to),
  };
}

function ratioOf(
  change: SeenChange,
  hypothesis: Hypothesis,
  culprit: Culprit | null,
  view: EvidenceView,
): number {
  const density = leadDensity(change);
  if (density === 0) return -Infinity;
  const kind = (hypothesis.change.kinds[change.kind as ChangeKind] ?? 0.01) * KINDS;
  return (
    Math.log(density / BACKGROUND_PER_MINUTE) + Math.log(kind) + words(change, hypothesis, culprit, view)
  );
}

/** How often a fault shows so long after its change, per minute, averaged over where in its interval the onset may lie. */
function leadDensity({ minutesBeforeOnset, onsetFrom, onsetTo }: SeenChange): number {
  const latest = Math.max(SLACK_MINUTES, onsetTo);
  const spread = Array.from({ length: 11 }, (_, step) => -onsetFrom + ((latest + onsetFrom) * step) / 10);
  const places = [0, 0, 0, 0, ...spread];
  const densities = places.map((place) => {
    const lead = minutesBeforeOnset + place;
    if (lead < 0 || lead > LATE_MINUTES) return 0;
    return (
      (PROMPT_SHARE * Math.exp(-lead / PROMPT_MINUTES)) / PROMPT_MINUTES + (1 - PROMPT_SHARE) / LATE_MINUTES
    );
  });
  return densities.reduce((sum, density) => sum + density, 0) / places.length;
}

function words(
  change: SeenChange,
  hypothesis: Hypothesis,
  culprit: Culprit | null,
  view: EvidenceView,
): number {
  const said = `${change.component} ${change.title}`;
  const named = mentions(`${said} ${change.from ?? ''} ${change.to ?? ''}`, culprit, view);
  const told = hypothesis.change.words.test(change.title);
  // The kind counts by itself: a `code` change is no word about codes.
  const mechanism = told || hypothesis.change.words.test(change.component);
  const harmless =
    !named &&
    (DESCRIBES.test(`${change.component} ${change.title}`) || (HARMLESS.test(change.title) && !told));
  const otherModel =
    change.kind === 'model' &&
    change.component.toLowerCase() !== view.modelName.toLowerCase() &&
    !said.toLowerCase().includes(view.modelName.toLowerCase());
  return (
    (mechanism ? Math.log(hypothesis.change.telling ?? USUALLY_TELLING) : Math.log(0.5)) +
    (named ? Math.log(5) : 0) +
    (harmless ? Math.log(0.01) : 0) +
    (otherModel ? Math.log(0.02) : 0)
  );
}

/** The change speaks of the culprit itself: its name, one of its words, or the value that the scope names. */
function mentions(text: string, culprit: Culprit | null, view: EvidenceView): boolean {
  const said = ` ${text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const names = [culprit?.name ?? '', ...scopeValues(culprit, view)];
  return names.some((name) => {
    const words = name
      .toLowerCase()
      .replace(/_ms$/, '')
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    return words.length > 1 && (said.includes(` ${words} `) || said.includes(` ${words}s `));
  });
}

function scopeValues(culprit: Culprit | null, view: EvidenceView): readonly string[] {
  if (culprit?.kind !== 'segment') return [];
  return (view.scope?.segments ?? []).flatMap((segment) => Object.values(segment.where).map(String));
}
