/** One thing Slack would refuse, where it is, and in Slack's words. */
export type Problem = {
  readonly pointer: string;
  readonly message: string;
  /** Set where Slack answers with an error of its own instead of `invalid_blocks`. */
  readonly code?: 'msg_blocks_too_long';
};

export type Surface = 'message' | 'modal' | 'home';

/** Looks at a value, and says what is wrong with it at `at`. */
export type Check = (value: unknown, at: Place) => void;

/** A place in the payload, and where to say what is wrong there. */
export type Place = {
  readonly pointer: string;
  readonly surface: Surface;
  say(message: string): void;
  inside(key: string | number): Place;
};

export function placeIn(surface: Surface, pointer: string, problems: Problem[]): Place {
  return {
    pointer,
    surface,
    say: (message) => void problems.push({ pointer, message }),
    inside: (key) => placeIn(surface, `${pointer}/${key}`, problems),
  };
}
