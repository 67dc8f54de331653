import { visibleLine } from '../model/visibleLine';
import { InputError } from '../model/wirewalkError';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
};

/** What the file system refused, as a sentence; anything else is handed back as it is. */
export function fileProblem(what: string, file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return error;
  return new InputError(`${what} "${visibleLine(file, 200)}": ${REASONS[code] ?? code}.`);
}
