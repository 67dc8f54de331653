// The Chromium that tests drive: the system's own, never a download.
import { chromium } from 'playwright-core';
import { findProgram } from './processes.mjs';

/** Its executable, or undefined. `CHROMIUM` names another. */
export function chromiumPath() {
  return process.env.CHROMIUM || findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

/** Starts it without a window and without traffic of its own. */
export function launchChromium(executablePath) {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
}
