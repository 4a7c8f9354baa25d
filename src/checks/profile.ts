/**
 * What a feature looked like before the incident, from the baseline window (or the reference table): measured once an
 * investigation and used by every check that bins values, so that they all speak of the same bins.
 */
export type FeatureProfile =
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly n: number;
      readonly nulls: number;
      readonly min: number;
      readonly max: number;
      /** Increasing inner edges of about equally filled bins. */
      readonly edges: readonly number[];
    }
  | {
      readonly kind: 'category';
      readonly name: string;
      readonly n: number;
      readonly nulls: number;
      /** Most frequent first; beyond the cap, values count as 'other'. */
      readonly values: readonly string[];
    };
