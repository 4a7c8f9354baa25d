import type { Check } from './check.ts';
import { valueQuestions } from './features/common-values.ts';
import type { Questions } from './question.ts';
import { countOf, rowsOf, rowsOrNone } from './read-answers.ts';
import {
  missingColumns,
  nullFindings,
  typeFindings,
  unitFindings,
  untrainedFindings,
} from './features/schema-findings.ts';
import {
  columnQuestion,
  FEWEST_ROWS,
  MOST_VALUES,
  placesOf,
  trainedValues,
} from './features/schema-questions.ts';
import { inconclusive } from './windowed.ts';
import { strongestFirst } from './compare/strongest-first.ts';

/** Do online, offline and training data still mean the same by each feature? */
export const schema: Check = {
  about: {
    id: 'schema',
    title: 'Contract of the features',
    question: 'Do online, offline and training data agree in columns, types, nulls, categories and units?',
    tellsApart: ['upstream', 'code', 'data'],
    needs: ['predictions'],
    cost: { minutes: 0.3, risk: 'none' },
    thresholds: {
      floor: {
        default: 0.01,
        unit: 'share of rows',
        why: 'a contract is kept in all rows; one in a hundred leaves room for rows that were always broken',
      },
      alpha: {
        default: 0.001,
        unit: 'false discovery rate',
        why: 'every feature is looked at in several ways',
      },
    },
    samples: 'types and units',
  },

  query(context): Questions {
    const categories = new Set(
      context.profile.filter((feature) => feature.kind === 'category').map((feature) => feature.name),
    );
    const asked = context.model.predictions.features.map((name): Questions => ({
      ...Object.fromEntries(
        placesOf(context).map((place) => [`column ${place} ${name}`, columnQuestion(context, place, name)]),
      ),
      ...(categories.has(name)
        ? valueQuestions(context, { side: 'predictions', column: name, most: MOST_VALUES })
        : {}),
      ...(categories.has(name) && context.model.reference !== undefined
        ? { [`trained ${name}`]: trainedValues(name) }
        : {}),
    }));
    return Object.fromEntries(asked.flatMap((one) => Object.entries(one)));
  },

  verdict(context, answers) {
    const { features } = context.model.predictions;
    const missing = features.flatMap((name) => missingColumns(context, answers, name));
    const known = features.flatMap((name) => {
      const [row] = rowsOrNone(answers, `column predictions ${name}`);
      return row === undefined || countOf(row['before']) < FEWEST_ROWS || countOf(row['after']) < FEWEST_ROWS
        ? []
        : [{ name, row }];
    });
    if (known.length === 0 && missing.length === 0) {
      const read = rowsOf(answers, `column predictions ${features[0] ?? ''}`);
      return inconclusive(
        read.kind === 'not-read'
          ? read.reason
          : `fewer than ${FEWEST_ROWS} predictions in one of the windows`,
      );
    }
    const findings = [
      ...missing,
      ...typeFindings(known, context),
      ...nullFindings(known, context),
      ...untrainedFindings(known, answers, context),
      ...unitFindings(known, answers, context),
    ].toSorted(strongestFirst);
    const shifted = findings.filter((finding) => finding.shifted);
    const gaps = missing.filter((finding) => !finding.shifted);
    return shifted.length === 0
      ? {
          answer: 'steady',
          line: `${known.length} features keep their type, nulls, categories and unit${
            gaps.length === 0
              ? ''
              : `; ${gaps
                  .map((one) => one.sentence)
                  .slice(0, 3)
                  .join('; ')}`
          }`,
          findings: findings.slice(0, 40),
        }
      : {
          answer: 'shifted',
          line: shifted
            .slice(0, 3)
            .map((finding) => finding.sentence)
            .join('; '),
          findings: findings.slice(0, 40),
        };
  },
};
