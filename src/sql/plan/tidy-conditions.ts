import type { Expression } from '../aggregate.ts';
import { type GroupedScan, textOf } from './scan.ts';

/** Conditions that follow from another one go: what is a number is not null. Questions about the same rows then say so. */
export function tidyConditions(scans: readonly GroupedScan[]): readonly GroupedScan[] {
  return scans.map((scan) => {
    const { where } = scan.question;
    const numbers = new Set(
      where.map(presentIn).flatMap((of) => (of?.kind === 'number' ? [textOf(of.of)] : [])),
    );
    const needed = where.filter((condition) => {
      const of = presentIn(condition);
      return of === null || !numbers.has(textOf(of));
    });
    return needed.length === where.length ? scan : { ...scan, question: { ...scan.question, where: needed } };
  });
}

/** What a condition says is not null. */
function presentIn(condition: Expression): Expression | null {
  return condition.kind === 'not' && condition.of.kind === 'is-null' ? condition.of.of : null;
}
