import { readFile } from 'node:fs/promises';
import { fileProblem } from './fileProblem';

/** The text of a PEM file; undefined where none is named. Throws `InputError`. */
export async function readCertificates(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw fileProblem('The certificates cannot be read from', file, error);
  }
}
