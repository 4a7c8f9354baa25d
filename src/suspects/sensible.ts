import { CHECKS } from '../checks/list.ts';
import { didYouMean } from '../config/nearest.ts';
import type { Hypothesis } from './hypothesis.ts';
import { SIGN_NAMES, SIGNS } from './signs.ts';
import type { Sign } from './signs/sign.ts';
import { Category, HypothesisId, MitigationKind } from './vocabulary.ts';

/** What is wrong in a hypothesis file: where it stands, and what would be right. */
export type HypothesisProblem = { readonly file: string; readonly key: string; readonly message: string };

/** Hypotheses that no ranking can be built on. The bot does not start with them. */
export class HypothesisError extends Error {
  readonly code = 'senseless-hypothesis';
  readonly hint = 'Correct the files named; probabilities lie between 0 and 1, both excluded.';
  readonly problems: readonly HypothesisProblem[];
  constructor(problems: readonly HypothesisProblem[]) {
    super(problems.map((one) => `${one.file}, ${one.key}: ${one.message}`).join('\n'));
    this.problems = problems;
  }
}

/** The hypotheses as given, or the error that names every file and key that makes no sense. */
export function sensible(hypotheses: readonly Hypothesis[]): readonly Hypothesis[] {
  const problems = [...hypotheses.flatMap(problemsOf), ...doubles(hypotheses), ...signProblems(SIGNS)];
  if (problems.length > 0) throw new HypothesisError(problems);
  return hypotheses;
}

type Said = Omit<HypothesisProblem, 'file'>;

function problemsOf(hypothesis: Hypothesis): readonly HypothesisProblem[] {
  const file = `src/suspects/hypotheses/${hypothesis.id.replace('.', '-')}.ts`;
  const said = [
    ...nameProblems(hypothesis),
    ...expectationProblems(hypothesis),
    ...changeProblems(hypothesis),
    ...remedyProblems(hypothesis),
  ];
  return said.map((one) => ({ file, ...one }));
}

function nameProblems({ id, category }: Hypothesis): readonly Said[] {
  const unknown = HypothesisId.safeParse(id).success
    ? []
    : [{ key: 'id', message: `'${id}' is no known cause${didYouMean(id, HypothesisId.options)}` }];
  if (!Category.safeParse(category).success)
    return [
      ...unknown,
      { key: 'category', message: `'${category}' is no category (${Category.options.join(', ')})` },
    ];
  return id.startsWith(`${category}.`)
    ? unknown
    : [...unknown, { key: 'category', message: `'${category}' does not match the id '${id}'` }];
}

function expectationProblems({ expects }: Hypothesis): readonly Said[] {
  const entries = Object.entries(expects);
  if (entries.length === 0)
    return [{ key: 'expects', message: 'it expects nothing, so no evidence could speak for or against it' }];
  return entries.flatMap(([name, chance]) => {
    const key = `expects.${name}`;
    const unknown = (SIGN_NAMES as readonly string[]).includes(name)
      ? []
      : [{ key, message: `there is no sign '${name}'${didYouMean(name, SIGN_NAMES)}` }];
    return isChance(chance) ? unknown : [...unknown, { key, message: noChance(chance) }];
  });
}

function changeProblems({ change }: Hypothesis): readonly Said[] {
  const kinds = Object.entries(change.kinds);
  const senseless = kinds
    .filter(([, share]) => !isChance(share))
    .map(([kind, share]) => ({ key: `change.kinds.${kind}`, message: noChance(share) }));
  return kinds.reduce((sum, [, share]) => sum + share, 0) > 1
    ? [...senseless, { key: 'change.kinds', message: 'the shares sum to more than 1' }]
    : senseless;
}

function remedyProblems({ mitigations, guardrails, why }: Hypothesis): readonly Said[] {
  return [
    ...(mitigations.length === 0
      ? [{ key: 'mitigations', message: 'there is none; say at least what to leave alone' }]
      : []),
    ...mitigations.flatMap((plan, place) => [
      ...(MitigationKind.safeParse(plan.kind).success
        ? []
        : [
            {
              key: `mitigations[${place}].kind`,
              message: `'${plan.kind}' is none of ${MitigationKind.options.join(', ')}`,
            },
          ]),
      ...(plan.words.trim() === '' ? [{ key: `mitigations[${place}].words`, message: 'no words' }] : []),
    ]),
    ...(guardrails.length === 0 ? [{ key: 'guardrails', message: 'there is none' }] : []),
    ...(why.endsWith('?') ? [] : [{ key: 'why', message: 'it is no question' }]),
  ];
}

const noChance = (value: unknown): string => `${String(value)} is no probability between 0 and 1`;

function doubles(hypotheses: readonly Hypothesis[]): readonly HypothesisProblem[] {
  return hypotheses
    .filter((one, place) => hypotheses.findIndex((other) => other.id === one.id) < place)
    .map((one) => ({ file: 'src/suspects/list.ts', key: one.id, message: 'is listed twice' }));
}

/** Signs must be read from a check there is, and have a background that can be divided by. */
export function signProblems(signs: Readonly<Record<string, Sign>>): readonly HypothesisProblem[] {
  const checks = CHECKS.map((check) => check.about.id);
  return Object.entries(signs).flatMap(([name, sign]) => {
    const at = { file: 'src/suspects/signs', key: name };
    const problems: HypothesisProblem[] = [];
    if (!checks.includes(sign.check))
      problems.push({ ...at, message: `there is no check '${sign.check}'${didYouMean(sign.check, checks)}` });
    if (!isChance(sign.background))
      problems.push({
        ...at,
        message: `a background of ${sign.background} is no probability between 0 and 1`,
      });
    return problems;
  });
}

const isChance = (value: unknown): boolean => typeof value === 'number' && value > 0 && value < 1;
