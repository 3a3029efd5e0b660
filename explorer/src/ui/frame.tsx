// What surrounds every page: header bar, search, language, banners, trust anchor.
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/client.ts';
import type { Language } from '../i18n/index.ts';
import { savePin } from '../verify/anchor.ts';
import { useApp } from './context.ts';
import { reasonText } from './format.ts';
import { Hash } from './parts.tsx';
import { hrefs, type Route } from './router.ts';
import { storage } from './storage.ts';

export function SkipLink() {
  const { t } = useApp();
  const focusContent = (event: Event) => {
    event.preventDefault(); // the address after "#" is the page's
    document.getElementById('content')?.focus();
  };
  return <a class="skip" href="#content" onClick={focusContent}>{t('skip_to_content')}</a>;
}

export function HeaderBar({ route, fault }: { route: Route; fault: string | null }) {
  const { t, trust, status } = useApp();
  return (
    <header class="bar">
      <div class="inner">
        <a class="brand" href={hrefs.home}>
          <span class="mark" aria-hidden="true">✦</span> {t('product')}
        </a>
        <span class="chain" data-chain>{trust?.ledger.chainId ?? status?.chain_id ?? ''}</span>
        <Search />
        <LanguageSwitch />
        <Navigation route={route} />
      </div>
      <Banners fault={fault} />
    </header>
  );
}

function Navigation({ route }: { route: Route }) {
  const { t } = useApp();
  const entries = [
    { href: hrefs.home, label: t('nav_home'), here: route.page === 'home' },
    { href: hrefs.blocks, label: t('nav_blocks'), here: route.page === 'blocks' || route.page === 'block' },
    { href: hrefs.transactions, label: t('nav_transactions'), here: route.page === 'transactions' || route.page === 'transaction' },
    { href: hrefs.validators, label: t('nav_validators'), here: route.page === 'validators' },
    { href: hrefs.evidence, label: t('nav_evidence'), here: route.page === 'evidence' },
  ];
  return (
    <nav aria-label={t('main_navigation')}>
      <ul>
        {entries.map((e) => (
          <li key={e.href}><a href={e.href} aria-current={e.here ? 'page' : undefined}>{e.label}</a></li>
        ))}
      </ul>
    </nav>
  );
}

function LanguageSwitch() {
  const { t, language, setLanguage } = useApp();
  const choices: [Language, string, string][] = [['zh', '中文', 'zh-CN'], ['en', 'English', 'en']];
  return (
    <div class="languages" role="group" aria-label={t('language')}>
      {choices.map(([code, name, tag]) => (
        <button key={code} type="button" lang={tag} aria-pressed={language === code} onClick={() => setLanguage(code)}>{name}</button>
      ))}
    </div>
  );
}

function Search() {
  const { t, api } = useApp();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const search = async (event: Event) => {
    event.preventDefault();
    const q = text.trim().toLowerCase();
    if (/^[0-9]{1,15}$/.test(q)) return go(hrefs.block(Number(q)));
    if (!/^[0-9a-f]{64}$/.test(q)) return setProblem(t('search_bad'));
    try {
      const hit = await api.search(q);
      if (hit.kind === 'block' && /^[0-9]{1,15}$/.test(hit.target)) return go(hrefs.block(Number(hit.target)));
      if (hit.kind.startsWith('t')) return go(hrefs.transaction(hit.target));
      setProblem(t('search_not_found', { q }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.kind === 'not_found' ? t('search_not_found', { q }) : t(`error_${error.kind}`));
    }
  };
  const go = (href: string) => {
    setProblem('');
    setText('');
    location.hash = href;
  };
  return (
    <form class="search" role="search" onSubmit={search}>
      <input
        type="search" aria-label={t('search_label')} placeholder={t('search_placeholder')} value={text} maxLength={80}
        autocomplete="off" spellcheck={false} aria-describedby="search-problem" aria-invalid={problem !== ''}
        onInput={(e) => (setText(e.currentTarget.value), setProblem(''))}
      />
      <button type="submit">{t('search_button')}</button>
      <p id="search-problem" class="problem" role="status">{problem}</p>
    </form>
  );
}

function Banners({ fault }: { fault: string | null }) {
  const { t, trust, trustFailure, status, format } = useApp();
  const isDriven = status?.clock === 'driven' || trust?.ledger.clock === 'driven';
  return (
    <>
      {isDriven && <p class="banner simulation" role="note" data-banner="simulation">{t('simulation_clock')}</p>}
      {trustFailure !== null && (
        <div class="banner alarm" role="alert" data-banner="genesis">
          {trustFailure.code !== 'verifier_failed' && <strong>{t('anchor_failed_title')} </strong>}
          <span>{reasonText(trustFailure, t, format)}</span>
        </div>
      )}
      {fault !== null && <p class="banner alarm" role="alert" data-banner="fault">{t('fault', { what: fault })}</p>}
      {trust?.anchor.kind === 'changed' && <AnchorAlarm expected={trust.anchor.expected} computed={trust.anchor.computed} />}
    </>
  );
}

function AnchorAlarm({ expected, computed }: { expected: string; computed: string }) {
  const { t } = useApp();
  const accept = () => {
    savePin(storage, { hash: computed, source: 'first_visit', sinceMs: Date.now() });
    history.replaceState(null, '', location.pathname + location.hash.split('?')[0]);
    location.reload();
  };
  return (
    <div class="banner alarm" role="alert" data-banner="anchor">
      <strong>{t('anchor_changed_title')}</strong>
      <p>{t('anchor_changed', { expected, computed })}</p>
      <button type="button" onClick={accept}>{t('anchor_reset')}</button>
    </div>
  );
}

export function Footer() {
  const { t, trust, format } = useApp();
  if (trust === null) return <footer><p class="quiet">{t('anchor_waiting')}</p></footer>;
  const { anchor } = trust;
  return (
    <footer>
      <h2>{t('anchor_title')}</h2>
      {anchor.kind === 'trusted' ? (
        <p data-anchor={anchor.pin.hash}>
          {t(anchor.pin.source === 'link' ? 'anchor_given' : 'anchor_pinned', { hash: anchor.pin.hash, date: format.date(anchor.pin.sinceMs) })}
        </p>
      ) : (
        <p><Hash value={anchor.computed} /></p>
      )}
      <p class="quiet">{t('anchor_explained')}</p>
    </footer>
  );
}

// Moves the focus to the new page's heading, so that keyboards and screen readers follow.
export function useFocusOnChange(name: string): void {
  const [isFirst, setFirst] = useState(true);
  useEffect(() => {
    if (!isFirst) {
      scrollTo(0, 0);
      document.getElementById('content')?.focus({ preventScroll: true });
    }
    setFirst(false);
  }, [name]);
}
