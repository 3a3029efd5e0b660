// The browser's storage, or memory where the reader forbids it (then nothing outlives the page, the pinned genesis included).

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

function open(): Store {
  try {
    localStorage.getItem('xinghuo');
    return localStorage;
  } catch {
    const values = new Map<string, string>();
    return {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    };
  }
}

export const storage: Store = open();
