/** The variables a configuration may name. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type Substitution = {
  readonly text: string;
  /** Variables that were used, whether or not they were set. */
  readonly used: readonly string[];
  readonly missing: readonly string[];
  /** What stands between `${` and `}` but is not a variable. */
  readonly malformed: readonly string[];
};

const placeholder = /\$?\$\{([^}]*)\}/g;
const variable = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/**
 * Puts variables into one value: `${NAME}`, or `${NAME:-otherwise}` for one that may be unset or empty. `$${` writes a
 * plain `${`. What was put in is not looked at again, so a value may hold any character.
 */
export function substitute(text: string, environment: Environment): Substitution {
  const used: string[] = [];
  const missing: string[] = [];
  const malformed: string[] = [];
  const result = text.replaceAll(placeholder, (whole: string, inside: string) => {
    if (whole.startsWith('$$')) return whole.slice(1);
    const [, name, otherwise] = variable.exec(inside) ?? [];
    if (name === undefined) {
      malformed.push(inside);
      return whole;
    }
    used.push(name);
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (otherwise !== undefined) return value === undefined || value === '' ? otherwise : value;
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
  return { text: result, used, missing, malformed };
}
