import { answerWith } from './answer-with.ts';
import { rowsIn } from './features/bin-counts.ts';
import { binsToDraw } from './drawn/bins-to-draw.ts';
import type { Check } from './check.ts';
import { compareCategories, type DriftSubject } from './compare/compare-categories.ts';
import type { Finding } from './evidence.ts';
import { furtherBins, profileBinQuestion, readProfileBins } from './features/profile-bins.ts';
import type { FeatureProfile } from './features/profile.ts';
import { inconclusive } from './windowed.ts';

/** Which features have another distribution than before? */
export const featureDrift: Check = {
  about: {
    id: 'feature-drift',
    title: 'Feature drift',
    question:
      'Which features are distributed otherwise than in the baseline, nulls and unseen values included?',
    tellsApart: ['data', 'external', 'upstream', 'code'],
    needs: ['predictions'],
    cost: { minutes: 0.3, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.1,
        unit: 'psi',
        why: 'below 0.1, beyond what chance averages, a shift is hardly ever felt by a model',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'real traffic drifts a little all the time; only the plain cases are told',
      },
    },
    samples: 'bins of numbers',
  },

  query: (context) =>
    Object.fromEntries(
      context.profile.map((profile) => [profile.name, profileBinQuestion(context, profile)]),
    ),

  follow: (context, answers) =>
    Object.fromEntries(
      context.profile.flatMap((profile) => Object.entries(furtherBins(context, profile, answers))),
    ),

  verdict(context, answers) {
    if (context.profile.length === 0)
      return inconclusive('no feature could be profiled in the baseline window');
    const subjects: DriftSubject[] = [];
    let reason = 'no answer';
    for (const profile of context.profile) {
      const counts = readProfileBins(answers, profile);
      if ('reason' in counts) reason = counts.reason;
      else subjects.push({ subject: { kind: 'feature', name: profile.name }, counts });
    }
    const [first] = subjects;
    if (first === undefined) return inconclusive(reason);
    if (rowsIn(first.counts, 'before') === 0) return inconclusive('no predictions in the baseline window');
    if (rowsIn(first.counts, 'after') === 0) return inconclusive('no predictions in the incident window');
    const findings = compareCategories(subjects, {
      floor: context.thresholds['floor'] ?? 0.1,
      alpha: context.thresholds['alpha'] ?? 0.001,
      words: ({ name, psi, bin, from, to }) =>
        `${name} drifted: PSI ${psi}, ${binWords(context.profile, name, bin)} ${from} → ${to}`,
    });
    const drawn = findings.map((finding) => withBins(finding, subjects, context.profile));
    return answerWith(drawn, `${subjects.length} features are distributed as before`);
  },
};

function withBins(
  finding: Finding,
  subjects: readonly DriftSubject[],
  profiles: readonly FeatureProfile[],
): Finding {
  const counts = subjects.find(({ subject }) => subject.name === finding.subject.name)?.counts;
  const profile = profiles.find(({ name }) => name === finding.subject.name);
  return counts === undefined || profile === undefined
    ? finding
    : { ...finding, bins: binsToDraw(counts, profile) };
}

/** A bin as people read it: `null`, a category, or a range of values. */
function binWords(profiles: readonly FeatureProfile[], name: string, bin: string): string {
  const profile = profiles.find((each) => each.name === name);
  const index = Number(bin);
  if (profile?.kind !== 'number' || bin === '' || !Number.isInteger(index)) return bin;
  const [low, high] = [profile.edges[index - 1], profile.edges[index]];
  if (low === undefined) return high === undefined ? 'all values' : `below ${high}`;
  return high === undefined ? `${low} and above` : `${low} to ${high}`;
}
