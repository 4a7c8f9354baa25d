import type { Check } from './check.ts';
import {
  BIN_SECONDS,
  brokenFeatures,
  onsetQuestion,
  sideQuestions,
  type Broken,
} from './features/broken-features.ts';
import type { Finding } from './evidence.ts';
import { failureQuestions, failuresIn } from './features/failing-features.ts';
import type { Questions } from './question.ts';
import { countOf, rowsOf } from './read-answers.ts';
import { inconclusive } from './windowed.ts';

/** Onsets this close are one event: two bins, since each may have begun anywhere in its bin. */
const TOGETHER = 2 * BIN_SECONDS * 1000;
const FEWEST_ROWS = 30;

/** Is it one source of several features that broke, or one feature at its source? */
export const upstream: Check = {
  about: {
    id: 'upstream',
    title: 'Features that fail together, or at their source',
    question: 'Which features fail since the same moment, and does the offline table have the failure too?',
    tellsApart: ['upstream', 'config', 'code', 'data'],
    needs: ['predictions'],
    cost: { minutes: 0.4, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.02,
        unit: 'share of rows',
        why: 'sources fail for many rows; two in a hundred more nulls or misses are beyond their everyday',
      },
      constantFloor: {
        default: 0.2,
        unit: 'share of rows',
        why: 'a feature that is stuck has one value nearly everywhere, where it had others in a fifth of the rows at least',
      },
      ageFloor: {
        default: 1800,
        unit: 'seconds',
        why: 'caches make values some minutes older; half an hour is a refresh that did not come',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'every feature is looked at in several ways',
      },
    },
    samples: 'values of numbers',
  },

  query: failureQuestions,

  /** When each failure began, how it stands offline, and whether it spares a segment. */
  follow(context, answers): Questions {
    return Object.fromEntries(
      failuresIn(context, answers).flatMap((failure) => [
        ...onsetQuestion(context, failure),
        ...sideQuestions(context, failure),
      ]),
    );
  },

  verdict(context, answers) {
    if (context.profile.length === 0) return inconclusive('no feature profile could be measured');
    const first = context.profile[0]?.name ?? '';
    const read = rowsOf(answers, `nulls predictions ${first}`);
    if (read.kind === 'not-read') return inconclusive(read.reason);
    if (countOf(read.rows[0]?.['before']) < FEWEST_ROWS || countOf(read.rows[0]?.['after']) < FEWEST_ROWS)
      return inconclusive(`fewer than ${FEWEST_ROWS} predictions in one of the windows`);
    const failures = failuresIn(context, answers);
    if (failures.length === 0)
      return {
        answer: 'steady',
        line: `none of ${context.profile.length} features is null, stuck, missed or old beyond what it was`,
        findings: [],
      };
    const broken = brokenFeatures(failures, context, answers);
    const groups = groupsOf(broken);
    const findings = groups.flatMap((group) => group.map((one) => findingOf(one, group)));
    const together = groups.find((group) => group.length > 1);
    const atSource = broken.filter((one) => one.source === 'source');
    if (together === undefined && atSource.length === 0) {
      return {
        answer: 'steady',
        line: `only ${broken.map((one) => one.name).join(', ')} ${broken.length === 1 ? 'fails' : 'fail, each at its own time'}, and not at the source`,
        findings,
      };
    }
    const names = (list: readonly Broken[]): string => list.map((one) => one.name).join(', ');
    const line =
      together === undefined
        ? atSource
            .map(
              (one) =>
                `${one.worst.finding.sentence}, offline too${one.everywhere === true ? ' and in every segment' : ''}: it comes so from its source`,
            )
            .join('; ')
        : `${names(together)} fail together${sinceWords(together)}${together.every((one) => one.offlineToo === true) ? ', offline too: one source of all of them' : ''}`;
    return { answer: 'shifted', line, findings: findings.map((one) => ({ ...one })) };
  },
};

/** Features whose failures began together and enter at the same place; the largest group first. */
function groupsOf(broken: readonly Broken[]): readonly (readonly Broken[])[] {
  const groups: Broken[][] = [];
  for (const one of broken.toSorted((a, b) => (a.onset ?? Infinity) - (b.onset ?? Infinity))) {
    const group = groups.find((members) => {
      const [first] = members;
      return (
        first !== undefined &&
        first.onset !== null &&
        one.onset !== null &&
        one.onset - first.onset <= TOGETHER &&
        first.source === one.source
      );
    });
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups.toSorted((a, b) => b.length - a.length);
}

function findingOf(one: Broken, group: readonly Broken[]): Finding {
  return {
    ...one.worst.finding,
    at: one.onset === null ? null : new Date(one.onset),
    shifted: group.length > 1 || one.source === 'source',
    detail: {
      how: one.failures.map((failure) => failure.how).join(', '),
      value: one.worst.value,
      group: group.map((member) => member.name).join(', '),
      size: group.length,
      source: one.source,
      offlineToo: one.offlineToo,
      everywhere: one.everywhere,
      misses: one.failures.some((failure) => failure.how === 'misses'),
      age: one.failures.some((failure) => failure.how === 'age'),
    },
  };
}

function sinceWords(group: readonly Broken[]): string {
  const onset = group[0]?.onset ?? null;
  return onset === null ? '' : ` since ${new Date(onset).toISOString().slice(11, 16)} UTC`;
}
