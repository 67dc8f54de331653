import type { ClientDescription } from '../description';
import { JAVA_CLIENTS } from '../java/clients';
import { fuel } from './fuel';
import { ktor } from './ktor';

/** Kotlin's short ways to read a URL. */
const standardLibrary: ClientDescription = {
  client: 'java-urlconnection',
  languages: ['kotlin'],
  rules: [{ call: 'url.{readText,readBytes}', receiver: 'url', sends: true, anchors: true }],
};

/** The clients of Kotlin: Java's, and its own. */
export const KOTLIN_CLIENTS: readonly ClientDescription[] = [...JAVA_CLIENTS, ktor, fuel, standardLibrary];
