// Debian's Chromium, driven by playwright-core.
import { type Browser, chromium } from 'playwright-core';

const kFlags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['XH_CHROMIUM'] ?? '/usr/bin/chromium', args: kFlags });
}
