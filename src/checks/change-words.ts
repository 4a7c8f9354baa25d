import type { CheckContext } from './check.ts';

/**
 * Names of features, stages, segments, versions and moved series that a change's words speak of. Words are compared whole, in any
 * case: `marital_status` is spoken of by `marital status` and by `Marital-Status`, not by `status`.
 */
export function touchedBy(context: CheckContext, texts: readonly string[]): readonly string[] {
  const words = ` ${texts.map(plain).join(' ')} `;
  return namesOf(context).filter((name) => {
    const spoken = plain(name);
    return spoken !== '' && words.includes(` ${spoken} `);
  });
}

function namesOf({ model, symptom }: CheckContext): readonly string[] {
  const stages = model.requests?.stages ?? [];
  return [
    ...new Set([
      ...model.predictions.features,
      ...model.predictions.segments,
      ...stages,
      ...stages.map((stage) => stage.replace(/_ms$/, '')),
      ...(symptom?.companions ?? []).map(({ subject }) => subject.name),
      ...(model.pipelines === undefined
        ? []
        : [model.pipelines.current.version, model.pipelines.previous?.version ?? '']),
    ]),
  ];
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim();
}
