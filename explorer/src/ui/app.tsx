// The application: opens the ledger, watches the node's status, draws the page that the address names.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type ApiClient, ApiError } from '../api/client.ts';
import type { NodeStatus } from '../api/types.ts';
import { chosenLanguage, kLanguageTags, type Language, rememberLanguage, translator } from '../i18n/index.ts';
import { BlockPage } from '../pages/block.tsx';
import { BlocksPage } from '../pages/blocks.tsx';
import { EvidencePage } from '../pages/evidence.tsx';
import { HomePage } from '../pages/home.tsx';
import { NotFoundPage } from '../pages/not_found.tsx';
import { TransactionPage } from '../pages/transaction.tsx';
import { TransactionsPage } from '../pages/transactions.tsx';
import { ValidatorsPage } from '../pages/validators.tsx';
import type { EpochInfo } from '../verify/protocol.ts';
import type { Reason } from '../verify/verdict.ts';
import type { Trust, Verifier } from '../verify/verifier.ts';
import { type App, AppContext } from './context.ts';
import { makeFormats } from './format.ts';
import { Footer, HeaderBar, SkipLink, useFocusOnChange } from './frame.tsx';
import { type Route, useRoute } from './router.ts';

const kOpenRetryMs = 3_000;
const kStatusMs = 5_000;

function useTrust(verifier: Verifier, status: NodeStatus | null): { trust: Trust | null; failure: Reason | null } {
  const [trust, setTrust] = useState<Trust | null>(null);
  const [failure, setFailure] = useState<Reason | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = async () => {
      try {
        const opened = await verifier.open();
        if (opened.state === 'verified') setTrust(opened.value);
        else setFailure(opened.reason);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        timer = setTimeout(() => void open(), kOpenRetryMs);
      }
    };
    void open();
    return () => clearTimeout(timer);
  }, [verifier]);
  useEffect(() => {
    if (status === null || trust === null || trust.anchor.kind === 'changed') return;
    if (status.genesis_hash !== trust.ledger.genesisHash) setTrust(verifier.distrust(status.genesis_hash));
  }, [status, trust]);
  return { trust, failure };
}

// The node's status says which epoch it is in: what leads there is followed at once, whatever the page.
function useEpochs(verifier: Verifier, trust: Trust | null, status: NodeStatus | null): readonly EpochInfo[] {
  const [epochs, setEpochs] = useState<readonly EpochInfo[]>([]);
  useEffect(() => {
    verifier.onEpochs = setEpochs;
    return () => {
      verifier.onEpochs = null;
    };
  }, [verifier]);
  useEffect(() => {
    if (trust?.anchor.kind === 'trusted' && status !== null && status.epoch >= epochs.length) void verifier.follow();
  }, [trust, status, epochs]);
  return epochs;
}

function useStatus(api: ApiClient): NodeStatus | null {
  const [status, setStatus] = useState<NodeStatus | null>(null);
  useEffect(() => {
    const ask = () => {
      if (!document.hidden) api.status().then(setStatus, () => undefined); // the pages say so when the node is gone
    };
    ask();
    const timer = setInterval(ask, kStatusMs);
    return () => clearInterval(timer);
  }, [api]);
  return status;
}

function useLanguage(): [Language, (language: Language) => void] {
  const [language, setLanguage] = useState(() => chosenLanguage(location.search));
  useEffect(() => {
    document.documentElement.lang = kLanguageTags[language];
  }, [language]);
  return [language, (next) => (rememberLanguage(next), setLanguage(next))];
}

// Our own bugs are said, not swallowed.
function useFault(): string | null {
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    const onError = (event: ErrorEvent) => setFault(event.message);
    const onRejection = (event: PromiseRejectionEvent) => setFault(String(event.reason));
    addEventListener('error', onError);
    addEventListener('unhandledrejection', onRejection);
    return () => {
      removeEventListener('error', onError);
      removeEventListener('unhandledrejection', onRejection);
    };
  }, []);
  return fault;
}

export function Application({ api, verifier }: { api: ApiClient; verifier: Verifier }) {
  const route = useRoute();
  const fault = useFault();
  const status = useStatus(api);
  const { trust, failure } = useTrust(verifier, status);
  const epochs = useEpochs(verifier, trust, status);
  const [language, setLanguage] = useLanguage();
  const words = useMemo(() => ({ t: translator(language), format: makeFormats(language) }), [language]);
  const app: App = { api, verifier, trust, trustFailure: failure, epochs, status, language, setLanguage, ...words };
  useFocusOnChange(JSON.stringify(route));
  useEffect(() => {
    document.title = `${titleOf(route, app)} · ${app.t('title')}`;
  });
  return (
    <AppContext.Provider value={app}>
      <SkipLink />
      <HeaderBar route={route} fault={fault} />
      <main id="content" tabIndex={-1}><PageOf route={route} /></main>
      <Footer />
    </AppContext.Provider>
  );
}

function PageOf({ route }: { route: Route }) {
  switch (route.page) {
    case 'home': return <HomePage />;
    case 'blocks': return <BlocksPage />;
    case 'block': return <BlockPage key={route.height} height={route.height} />;
    case 'transactions': return <TransactionsPage />;
    case 'transaction': return <TransactionPage key={route.id} id={route.id} />;
    case 'validators': return <ValidatorsPage />;
    case 'evidence': return <EvidencePage />;
    case 'unknown': return <NotFoundPage />;
  }
}

function titleOf(route: Route, { t }: App): string {
  switch (route.page) {
    case 'home': return t('nav_home');
    case 'blocks': return t('nav_blocks');
    case 'block': return t('block_n', { height: route.height });
    case 'transactions': return t('nav_transactions');
    case 'transaction': return t('transaction');
    case 'validators': return t('nav_validators');
    case 'evidence': return t('nav_evidence');
    case 'unknown': return t('not_found_title');
  }
}
