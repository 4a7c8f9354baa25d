import { caseWhen, column, isNull, text } from '../sql/build.ts';
import { answerWith } from './answer-with.ts';
import { binQuestion, readBins, rowsIn } from './bin-counts.ts';
import type { Check } from './check.ts';
import { compareCategories, type DriftSubject } from './compare-categories.ts';
import { inconclusive } from './windowed.ts';

/** Do other people come than before? */
export const mixShift: Check = {
  about: {
    id: 'mix-shift',
    title: 'Mix of traffic',
    question: 'Did the shares of countries, devices and other segments of the traffic move?',
    tellsApart: ['external', 'upstream', 'config'],
    needs: ['predictions'],
    cost: { minutes: 0.1, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.05,
        unit: 'psi',
        why: 'one value gaining ten points of share makes a PSI of about 0.05 to 0.1',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'mixes follow the hour and the weekday; only the plain cases are told',
      },
    },
  },

  query: (context) =>
    Object.fromEntries(
      context.model.predictions.segments.map((name) => [
        name,
        binQuestion(context, caseWhen([[isNull(column(name)), 'null']], text(column(name)))),
      ]),
    ),

  verdict(context, answers) {
    const { segments } = context.model.predictions;
    if (segments.length === 0)
      return inconclusive('no segments are configured', 'Name them under predictions.segments.');
    const subjects: DriftSubject[] = [];
    let reason = 'no answer';
    for (const name of segments) {
      const counts = readBins(answers, name);
      if ('reason' in counts) reason = counts.reason;
      else subjects.push({ subject: { kind: 'segment', name }, counts });
    }
    const [first] = subjects;
    if (first === undefined) return inconclusive(reason);
    if (rowsIn(first.counts, 'before') === 0) return inconclusive('no predictions in the baseline window');
    if (rowsIn(first.counts, 'after') === 0) return inconclusive('no predictions in the incident window');
    const findings = compareCategories(subjects, {
      floor: context.thresholds['floor'] ?? 0.05,
      alpha: context.thresholds['alpha'] ?? 0.001,
      words: ({ name, psi, bin, from, to }) =>
        `${name}=${bin} went from ${from} to ${to} of traffic (PSI ${psi})`,
    });
    return answerWith(findings, `the mix of ${segments.join(', ')} is as before`);
  },
};
