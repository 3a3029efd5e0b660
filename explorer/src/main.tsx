// Starts the explorer at the address the page came from.
import { render } from 'preact';
import { ApiClient } from './api/client.ts';
import { Application } from './ui/app.tsx';
import './ui/style.css';
import { linkedGenesis } from './verify/anchor.ts';
import { Verifier } from './verify/verifier.ts';

const api = new ApiClient(document.baseURI);
const verifier = new Verifier(api, linkedGenesis(location));
render(<Application api={api} verifier={verifier} />, document.getElementById('app')!);
