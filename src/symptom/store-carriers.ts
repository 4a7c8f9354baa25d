import type { ModelConfig } from '../config/schema.ts';
import { eq, number } from '../sql/build.ts';
import type { Carrier } from './carrier.ts';
import type { Marks } from './marks.ts';

/** Misses and age in the feature store, the KPI, and how the hosts felt: tables that were counted before. */
export function storeCarriers(model: ModelConfig, marks: Marks): Carrier[] {
  return [...readCarriers(model), ...businessCarriers(model), ...hostCarriers(model, marks)];
}

function readCarriers(model: ModelConfig): Carrier[] {
  const reads = model.feature_reads;
  if (reads === undefined) return [];
  return model.predictions.features.flatMap((name): Carrier[] => [
    {
      id: `misses:${name}`,
      words: `feature store misses of ${name}`,
      subject: { kind: 'feature', name },
      tier: 'defect',
      source: 'feature_reads',
      among: (of) => eq(of(reads.feature), name),
      quantity: { kind: 'ratio', numerator: reads.misses, denominator: reads.reads },
    },
    {
      id: `age:${name}`,
      words: `age of ${name} in the feature store`,
      subject: { kind: 'feature', name },
      tier: 'defect',
      source: 'feature_reads',
      among: (of) => eq(of(reads.feature), name),
      quantity: { kind: 'mean', value: (of) => number(of(reads.age)) },
    },
  ]);
}

function businessCarriers(model: ModelConfig): Carrier[] {
  const { business } = model;
  if (business === undefined) return [];
  const { name, numerator, denominator } = business.kpi;
  return [
    {
      id: 'kpi',
      words: name,
      subject: { kind: 'metric', name: 'kpi' },
      tier: 'outcome',
      source: 'business',
      quantity: { kind: 'ratio', numerator, denominator },
    },
  ];
}

function hostCarriers(model: ModelConfig, marks: Marks): Carrier[] {
  const { hosts } = model;
  if (hosts === undefined) return [];
  return marks.hosts.flatMap((host) =>
    [hosts.cpu, hosts.memory, hosts.gpu, hosts.queue].map((name): Carrier => ({
      id: `${name}:${host}`,
      words: `${name} of ${host}`,
      subject: { kind: 'host', name: host },
      tier: 'defect',
      source: 'hosts',
      hurtsWhenUp: true,
      among: (of) => eq(of(hosts.host), host),
      quantity: { kind: 'mean', value: (of) => number(of(name)) },
    })),
  );
}
