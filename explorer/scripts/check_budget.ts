// The shell's budget (design: 60 KB gzipped): everything a first visit loads, worker included. Fails the build when it is exceeded.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const kBudgetBytes = 60 * 1024;
const folder = fileURLToPath(new URL('../dist/', import.meta.url));
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
let total = 0;
for (const file of files) {
  const size = gzipSync(readFileSync(`${file.parentPath}/${file.name}`)).length;
  total += size;
  console.log(`${String(size).padStart(8)} ${file.name}`);
}
console.log(`${String(total).padStart(8)} of ${kBudgetBytes} bytes, gzipped`);
if (total > kBudgetBytes) {
  console.error('the shell exceeds its budget');
  process.exitCode = 1;
}
