import { useApp } from '../ui/context.ts';

export function NotFoundPage() {
  const { t } = useApp();
  return (
    <>
      <h1>{t('not_found_title')}</h1>
      <p>{t('not_found')}</p>
    </>
  );
}
