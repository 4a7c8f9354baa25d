import type { ChannelRule } from '../config/schema.ts';
import { IntakeError } from './intake-error.ts';

/** A rule whose expression is ready to run, with its place in fishbone.yml for messages about it. */
export type CompiledRule = {
  readonly rule: ChannelRule;
  readonly place: string;
  readonly expression: RegExp;
};

/**
 * Makes the rules of `slack.alerts` ready to run, once, at the start. `^` and `$` match at line ends. Throws `IntakeError`
 * when an expression does not compile, and says which and why.
 */
export function compileChannelRules(rules: readonly ChannelRule[]): readonly CompiledRule[] {
  return rules.map((rule, index) => {
    const place = `slack.alerts[${index}]`;
    try {
      return { rule, place, expression: new RegExp(rule.match, 'mu') };
    } catch (error) {
      throw new IntakeError({
        code: 'rule-does-not-compile',
        message: `${place}.match in fishbone.yml is not a regular expression: ${error instanceof Error ? error.message : String(error)}`,
        hint: 'Write it as JavaScript does, in single quotes so that YAML leaves the backslashes alone, and try it in a browser console.',
        cause: error,
      });
    }
  });
}
