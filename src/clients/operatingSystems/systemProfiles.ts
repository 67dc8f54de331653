import type { SystemId, SystemProfile } from '../../model/systemProfile';
import { LINUX } from './linux';
import { MACOS } from './macos';
import { WINDOWS } from './windows';

/** Every operating system that is known, by its id. */
export const SYSTEM_PROFILES: Readonly<Record<SystemId, SystemProfile>> = { linux: LINUX, windows: WINDOWS, macos: MACOS };
