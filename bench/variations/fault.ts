import type { Pipeline } from './pipeline.ts';
import type { Scene } from './scene.ts';

export type Where = Readonly<Record<string, string | boolean>>;

export type Culprit = { readonly kind: string; readonly name: string | null };

/** The change that would have been recorded, if somebody records it. */
export type ChangeDraft = {
  readonly kind: 'model' | 'code' | 'config' | 'flag' | 'infra' | 'data' | 'campaign';
  readonly component: string;
  readonly title: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly reversible: boolean;
};

/** What a monitor could watch; `column` where there is one for each column. */
export type Watch = { readonly metric: Metric; readonly column?: string };

export type Metric =
  | 'auc'
  | 'log_loss'
  | 'mean_score'
  | 'decision_rate'
  | 'label_rate'
  | 'label_count'
  | 'conversion'
  | 'latency_p95'
  | 'error_rate'
  | 'fallback_rate'
  | 'null_rate'
  | 'psi'
  | 'freshness'
  | 'volume';

/** A fault that is now in the tables, and what a diagnosis of it should say. */
export type Injected = {
  readonly verdict: 'incident' | 'benign';
  readonly ids: readonly string[];
  readonly culprits: readonly Culprit[];
  readonly mitigations: readonly string[];
  /** The segments it touches; empty: all traffic. */
  readonly scope: readonly Where[];
  /** False: nothing begins at the onset. */
  readonly begins?: false;
  readonly current?: Pipeline;
  readonly previous?: Pipeline;
  /** null: nobody would record one. */
  readonly change: ChangeDraft | null;
  /** What its monitors watch; the first that fires makes the alert. */
  readonly watches: readonly Watch[];
  /** What its monitor claims, where no table could tell it. */
  readonly fires?: Watch & { readonly value: number; readonly baseline: number };
  readonly because: string;
};

export type Fault = {
  readonly kind: string;
  /** True: the fault is in what serves, so that no harmless deploy can go before it. */
  readonly inPipelines: boolean;
  inject(scene: Scene): Promise<Injected>;
};
