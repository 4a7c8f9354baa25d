import type { UploadLimits } from '../contract.ts';
import { sizeWords } from '../text/size-words.ts';

/** A file that is attached to a message and not sent yet. */
export type Attached = {
  readonly key: number;
  readonly file: File;
  /** What a person wrote for those who cannot see the picture. */
  readonly alt: string;
};

let lastKey = 0;

/**
 * The files attached so far and those that come to them, as far as they may. `problem` names what was left out and why;
 * empty when nothing was.
 */
export function withFiles(
  before: readonly Attached[],
  files: readonly File[],
  limits: UploadLimits,
): { readonly attached: readonly Attached[]; readonly problem: string } {
  const problems: string[] = [];
  const attached = [...before];
  for (const file of files) {
    const reason = refusalOf(file, limits);
    if (reason !== undefined) problems.push(reason);
    else if (attached.length < limits.files) attached.push({ key: (lastKey += 1), file, alt: '' });
    else if (!problems.includes(tooMany(limits))) problems.push(tooMany(limits));
  }
  return { attached, problem: problems.join(' ') };
}

function refusalOf(file: File, limits: UploadLimits): string | undefined {
  if (file.size === 0) return `${file.name} is empty, or a folder.`;
  if (file.size > limits.bytes)
    return `${file.name} is ${sizeWords(file.size)}; the sandbox takes files of up to ${sizeWords(limits.bytes)}.`;
  return undefined;
}

const tooMany = (limits: UploadLimits): string => `A message carries at most ${limits.files} files.`;
