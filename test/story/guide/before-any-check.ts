import type { Investigation } from '../../../src/response/triage/investigate.ts';
import { rankSuspects } from '../../../src/suspects/rank.ts';
import type { Ranking } from '../../../src/suspects/vocabulary.ts';
import { alertOf, modelOf } from './world.ts';

/** The ranking when only the alert, the symptom, the scope and the recorded changes are known: which test comes first? */
export function plainAlertView(found: Investigation): Ranking {
  return rankSuspects({
    modelName: found.model,
    model: modelOf(),
    alert: alertOf({ signal: 'business-kpi', metric: 'conversion' }),
    symptom: found.symptom,
    scope: found.scope,
    evidence: found.evidence.filter((one) => one.check === 'changes'),
  });
}
