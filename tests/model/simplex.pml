/*
 * Rules R1 to R7 and R12 of the consensus for n = 4 validators, f = 1: three honest ones (0, 1, 2) and one that is
 * Byzantine. What is modelled and why the abstractions are sound: README.md. run.sh builds the variants:
 *
 *   VIEWS=2|3          how many views
 *   REMEMBER           a node keeps the certificates that reached it until it crashes, and a crash is a step of its own
 *                      (two views only). Without it a node has crashed and restarted before each of its steps, and any
 *                      of the certificates that exist may have reached it since.
 *   NAMES_STAY         no symmetry is used: many more states, and trails that can be read
 *   ONLY=<INVARIANT>   asserts that invariant alone
 *   MUTANT_<NAME>      breaks one rule
 *   CLAIM_<NAME>       asserts that something good never happens; the search must refute it
 */

#ifdef CLAIM_SPLIT_CERTIFICATE
#define REMEMBER /* a claim about who holds what */
#endif
#ifndef VIEWS
#define VIEWS 2
#endif

/* ------------------------------------------------------------------------------------------------ votes and blocks */

/* The votes of one view are five bits of a word. The leader of each view is taken to be Byzantine and proposes two
 * blocks, 0 and 1: an honest leader does less. */
#define NOTARIZE(k) (1 << (k))
#define NULLIFY 4
#define FINALIZE(k) (8 << (k))
#define ANY_NOTARIZE 3
#define ANY_FINALIZE 24
#define IN(v, votes) ((votes) << (5 * ((v) - 1)))

/* Blocks: genesis is 0, block k of view v is 2v - 1 + k. */
#define GENESIS 0
#define BLOCKS (2 * VIEWS)
#define BLOCK(v, k) (2 * (v) - 1 + (k))
#define VIEW_OF(b) (((b) + 1) / 2)
#define NOTARIZE_OF(b) IN(VIEW_OF(b), NOTARIZE(((b) + 1) % 2))
#define FINALIZE_OF(b) IN(VIEW_OF(b), FINALIZE(((b) + 1) % 2))

/* The network is the set of votes that honest nodes ever sent: each may be seen at once, late, often or never. */
short sent[3];

/* The parent that a block names, once an honest node voted for it. Until then it is the Byzantine leader's choice. */
#define UNKNOWN 15
byte parent[BLOCKS + 1] = UNKNOWN;
#define PROPOSED(v, k, p) (parent[BLOCK(v, k)] == (p) || (parent[BLOCK(v, k)] == UNKNOWN && FIRST_NAME(v, k)))
/* The two names of a view are interchangeable: the block that is voted for first is block 0. */
#ifdef NAMES_STAY
#define FIRST_NAME(v, k) true
#else
#define FIRST_NAME(v, k) ((k) == 0 || parent[BLOCK(v, 0)] != UNKNOWN)
#endif

/* What a node knows of its own votes. R12: they are durable before they leave, so it is what was sent, always. */
#if defined(MUTANT_NO_JOURNAL) || defined(MUTANT_SEND_BEFORE_PERSIST)
#define FORGETS_VOTES
short voted[3];
#define VOTE(i, vote) voted[i] = voted[i] | (vote); sent[i] = sent[i] | (vote)
#else
#define voted sent
#define VOTE(i, vote) sent[i] = sent[i] | (vote)
#endif
#ifdef MUTANT_SEND_BEFORE_PERSIST
short journal[3];
#endif

/* ---------------------------------------------------------------------------------------------------- certificates */

#ifdef MUTANT_SMALL_QUORUM
#define QUORUM 2
#else
#define QUORUM 3
#endif

/* R7: a certificate can exist when a quorum of distinct validators voted so. The Byzantine one votes for everything. */
#define SENT(i, vote) ((sent[i] & (vote)) != 0)
#define CERTIFICATE(vote) (SENT(0, vote) + SENT(1, vote) + SENT(2, vote) + 1 >= QUORUM)

#ifdef REMEMBER
short held[3]; /* certificates that node i formed or was given */
#define HOLDS(i, vote) ((held[i] & (vote)) != 0)
#else
#define HOLDS(i, vote) CERTIFICATE(vote)
#endif
/* R5: a notarization counts as held once its block is here, valid and durable, voted for or not. */
#define CERTIFIED(i, vote) HOLDS(i, vote)

/* ----------------------------------------------------------------------------------------------------------- rules */

/* R1: a view is done with once a certified notarization, a nullification or a finalization of it is held; cur is the
 * view after the highest such one. */
#define DONE(i, w)                                                                            \
  (CERTIFIED(i, IN(w, NOTARIZE(0))) || CERTIFIED(i, IN(w, NOTARIZE(1))) ||                    \
   HOLDS(i, IN(w, NULLIFY)) || HOLDS(i, IN(w, FINALIZE(0))) || HOLDS(i, IN(w, FINALIZE(1))))
#define ENTERED(i, v) ((v) == 1 || DONE(i, (v) - 1))
#ifdef REMEMBER
#define LEFT(i, v) (DONE(i, v) || ((v) < 2 && DONE(i, 2)))
#define FINAL_FROM(i, v) (((v) <= 1 && FINAL(i, 1)) || ((v) <= 2 && FINAL(i, 2)))
#define FINAL(i, v) (HOLDS(i, IN(v, FINALIZE(0))) || HOLDS(i, IN(v, FINALIZE(1))))
#define SEES_OTHER(i, v, k) (HOLDS(i, IN(v, NOTARIZE(1 - (k)))) || HOLDS(i, IN(v, FINALIZE(1 - (k)))))
#else
#define LEFT(i, v) false
#define FINAL_FROM(i, v) false
#define SEES_OTHER(i, v, k) false
#endif
#define CURRENT(i, v) (ENTERED(i, v) && !LEFT(i, v))

/* R3: one notarize in a view, none after nullify. */
#ifdef MUTANT_TWO_NOTARIZES
#define MAY_STILL_NOTARIZE(i, v, k) ((voted[i] & IN(v, NOTARIZE(k) | NULLIFY)) == 0)
#else
#define MAY_STILL_NOTARIZE(i, v, k) ((voted[i] & IN(v, ANY_NOTARIZE | NULLIFY)) == 0)
#endif

/* R2, R3: the parent is genesis, certified or final, and it is the very block that the certificate names. */
#if defined(MUTANT_PARENT_WITHOUT_CERTIFICATE)
#define PARENT_PROVEN(i, p) true
#elif defined(MUTANT_PARENT_OF_ANOTHER_ID)
#define PARENT_PROVEN(i, p) ((p) == GENESIS || ID_PROVEN(i, BLOCK(VIEW_OF(p), 0)) || ID_PROVEN(i, BLOCK(VIEW_OF(p), 1)))
#else
#define PARENT_PROVEN(i, p) ((p) == GENESIS || ID_PROVEN(i, p))
#endif
#define ID_PROVEN(i, p) (CERTIFIED(i, NOTARIZE_OF(p)) || HOLDS(i, FINALIZE_OF(p)))

/* R2, R3: every view between the parent's and this one is nullified. */
#ifdef MUTANT_SKIP_WITHOUT_NULLIFICATION
#define SKIPS_PROVEN(i, pv, v) true
#else
#define SKIPS_PROVEN(i, pv, v) (SKIP_PROVEN(i, pv, v, 1) && SKIP_PROVEN(i, pv, v, 2))
#endif
#define SKIP_PROVEN(i, pv, v, u) ((u) <= (pv) || (u) >= (v) || HOLDS(i, IN(u, NULLIFY)))

#define R3_MAY_NOTARIZE(i, v, k, p)                                                                     \
  (MAY_STILL_NOTARIZE(i, v, k) && PROPOSED(v, k, p) && CURRENT(i, v) && PARENT_PROVEN(i, p) &&          \
   SKIPS_PROVEN(i, VIEW_OF(p), v) && !SEES_OTHER(i, v, k) && !FINAL_FROM(i, VIEW_OF(p) + 1))

/* R4: only in the current view, never after finalize. Its triggers (timers, invalid proposals) may fire at any time. */
#ifdef MUTANT_NULLIFY_AFTER_FINALIZE
#define R4_BARRED NULLIFY
#else
#define R4_BARRED (NULLIFY | ANY_FINALIZE)
#endif
#define R4_MAY_NULLIFY(i, v) ((voted[i] & IN(v, R4_BARRED)) == 0 && CURRENT(i, v))

/* R6: only what is certified, never after nullify, above the last final view; cur may be past it. */
#ifdef MUTANT_FINALIZE_AFTER_NULLIFY
#define R6_BARRED ANY_FINALIZE
#else
#define R6_BARRED (ANY_FINALIZE | NULLIFY)
#endif
#ifdef MUTANT_FINALIZE_WITHOUT_NOTARIZATION
#define R6_PROVEN(i, v, k) (parent[BLOCK(v, k)] != UNKNOWN)
#else
#define R6_PROVEN(i, v, k) CERTIFIED(i, IN(v, NOTARIZE(k)))
#endif
#define R6_MAY_FINALIZE(i, v, k) \
  ((voted[i] & IN(v, R6_BARRED)) == 0 && R6_PROVEN(i, v, k) && !FINAL_FROM(i, v))

/* ----------------------------------------------------------------------------------------------------------- steps */

#define NOTARIZE_STEP(i, v, k, p)                                                                       \
  :: R3_MAY_NOTARIZE(i, v, k, p) -> VOTE(i, IN(v, NOTARIZE(k))); parent[BLOCK(v, k)] = p;                \
     printf("node %d: notarize block %d of view %d on parent %d\n", i, BLOCK(v, k), v, p)
#define NULLIFY_STEP(i, v) \
  :: R4_MAY_NULLIFY(i, v) -> VOTE(i, IN(v, NULLIFY)); printf("node %d: nullify view %d\n", i, v)
#define FINALIZE_STEP(i, v, k)                                  \
  :: R6_MAY_FINALIZE(i, v, k) -> VOTE(i, IN(v, FINALIZE(k)));   \
     printf("node %d: finalize block %d of view %d\n", i, BLOCK(v, k), v)

#define VOTES_OF_VIEW_1(i)                                                           \
  NOTARIZE_STEP(i, 1, 0, 0) NOTARIZE_STEP(i, 1, 1, 0) NULLIFY_STEP(i, 1)             \
  FINALIZE_STEP(i, 1, 0) FINALIZE_STEP(i, 1, 1)
#define VOTES_OF_VIEW_2(i)                                                           \
  NOTARIZE_STEP(i, 2, 0, 0) NOTARIZE_STEP(i, 2, 0, 1) NOTARIZE_STEP(i, 2, 0, 2)      \
  NOTARIZE_STEP(i, 2, 1, 0) NOTARIZE_STEP(i, 2, 1, 1) NOTARIZE_STEP(i, 2, 1, 2)      \
  NULLIFY_STEP(i, 2) FINALIZE_STEP(i, 2, 0) FINALIZE_STEP(i, 2, 1)
#if VIEWS > 2
#define VOTES_OF_VIEW_3(i)                                                           \
  NOTARIZE_STEP(i, 3, 0, 0) NOTARIZE_STEP(i, 3, 0, 1) NOTARIZE_STEP(i, 3, 0, 2)      \
  NOTARIZE_STEP(i, 3, 0, 3) NOTARIZE_STEP(i, 3, 0, 4)                                \
  NOTARIZE_STEP(i, 3, 1, 0) NOTARIZE_STEP(i, 3, 1, 1) NOTARIZE_STEP(i, 3, 1, 2)      \
  NOTARIZE_STEP(i, 3, 1, 3) NOTARIZE_STEP(i, 3, 1, 4)                                \
  NULLIFY_STEP(i, 3) FINALIZE_STEP(i, 3, 0) FINALIZE_STEP(i, 3, 1)
#else
#define VOTES_OF_VIEW_3(i)
#endif

#ifdef REMEMBER
/* R7: a certificate is formed from votes or received. */
#define LEARN_STEP(i, vote) \
  :: CERTIFICATE(vote) && !HOLDS(i, vote) -> held[i] = held[i] | (vote)
#define LEARN_VIEW(i, v)                                                                                        \
  LEARN_STEP(i, IN(v, NOTARIZE(0))) LEARN_STEP(i, IN(v, NOTARIZE(1))) LEARN_STEP(i, IN(v, NULLIFY))             \
  LEARN_STEP(i, IN(v, FINALIZE(0))) LEARN_STEP(i, IN(v, FINALIZE(1)))
#define LEARN(i) LEARN_VIEW(i, 1) LEARN_VIEW(i, 2)
#define FORGET(i) held[i] = 0
#else
#define LEARN(i)
#define FORGET(i) skip
#endif

/* R12: a crash loses all but the own votes. (The real journal keeps certificates too: a node that forgets less is one
 * to which they came again at once.) */
#if defined(MUTANT_NO_JOURNAL)
#define READ_JOURNAL(i) voted[i] = 0
#define PERSIST(i)
#elif defined(MUTANT_SEND_BEFORE_PERSIST)
#define READ_JOURNAL(i) voted[i] = journal[i]
#define PERSIST(i) :: journal[i] != voted[i] -> journal[i] = voted[i]; printf("node %d: persist\n", i)
#else
#define READ_JOURNAL(i) skip
#define PERSIST(i)
#endif
#ifdef CLAIM_FINAL_ACROSS_CRASH
short crashed[3]; /* the notarizes that a node had sent, without their finalize yet, when it crashed */
#define EVERY_NOTARIZE (IN(1, ANY_NOTARIZE) | IN(2, ANY_NOTARIZE))
#define NOTE_CRASH(i) crashed[i] = crashed[i] | (sent[i] & ~(sent[i] >> 3) & EVERY_NOTARIZE)
#else
#define NOTE_CRASH(i) skip
#endif
#if defined(REMEMBER) || defined(FORGETS_VOTES) || defined(CLAIM_FINAL_ACROSS_CRASH)
#define CRASH(i) :: true -> FORGET(i); READ_JOURNAL(i); NOTE_CRASH(i); printf("node %d: crash and restart\n", i)
#else
#define CRASH(i)
#endif

#define STEPS(i) VOTES_OF_VIEW_1(i) VOTES_OF_VIEW_2(i) VOTES_OF_VIEW_3(i) LEARN(i) PERSIST(i) CRASH(i)

/* ------------------------------------------------------------------------------------------------------ invariants */

/* -DONLY=<one of these> asserts that one alone, to see that it can fail. */
#define NONE 0
#define AGREEMENT 1
#define ONE_NOTARIZED 2
#define EXCLUSIVE 3
#define FINAL_IS_NOTARIZED 4
#define ANCESTRY_PROVEN 5
#define HONEST 6
#ifdef ONLY
#define ASSERT(name, holds) assert(name != ONLY || holds)
#else
#define ASSERT(name, holds) assert(holds)
#endif

/* Scratch: no part of the state. (A breadth-first search, for short trails, cannot have such variables.) */
#ifdef NAMES_STAY
#define SCRATCH
#else
#define SCRATCH hidden
#endif
SCRATCH byte a, b, at;
SCRATCH byte agreement, one_notarized, exclusive, final_is_notarized, ancestry_proven, honest;

/* No two final blocks off one chain: the walk from the later one to its ancestors meets the other. */
inline check_agreement() {
  agreement = true;
  for (b : 2 .. BLOCKS) {
    if
    :: CERTIFICATE(FINALIZE_OF(b)) ->
      for (a : 1 .. b - 1) {
        if
        :: CERTIFICATE(FINALIZE_OF(a)) ->
          at = b;
          do
          :: VIEW_OF(at) > VIEW_OF(a) -> at = parent[at]
          :: else -> break
          od;
          agreement = agreement && at == a
        :: else
        fi
      }
    :: else
    fi
  }
  ASSERT(AGREEMENT, agreement)
}

/* One notarized id a view; no view both final and nullified; what is final is notarized. */
inline check_view(v) {
  one_notarized = !(CERTIFICATE(IN(v, NOTARIZE(0))) && CERTIFICATE(IN(v, NOTARIZE(1))));
  exclusive =
    !(CERTIFICATE(IN(v, NULLIFY)) && (CERTIFICATE(IN(v, FINALIZE(0))) || CERTIFICATE(IN(v, FINALIZE(1)))));
  final_is_notarized = (!CERTIFICATE(IN(v, FINALIZE(0))) || CERTIFICATE(IN(v, NOTARIZE(0)))) &&
                       (!CERTIFICATE(IN(v, FINALIZE(1))) || CERTIFICATE(IN(v, NOTARIZE(1))));
  ASSERT(ONE_NOTARIZED, one_notarized);
  ASSERT(EXCLUSIVE, exclusive);
  ASSERT(FINAL_IS_NOTARIZED, final_is_notarized)
}

/* The parent of a notarized block is notarized; each view between the two is nullified. */
inline check_ancestry() {
  ancestry_proven = true;
  for (b : 1 .. BLOCKS) {
    if
    :: CERTIFICATE(NOTARIZE_OF(b)) ->
      ancestry_proven = ancestry_proven && (parent[b] == GENESIS || CERTIFICATE(NOTARIZE_OF(parent[b])));
      for (a : VIEW_OF(parent[b]) + 1 .. VIEW_OF(b) - 1) {
        ancestry_proven = ancestry_proven && CERTIFICATE(IN(a, NULLIFY))
      }
    :: else
    fi
  }
  ASSERT(ANCESTRY_PROVEN, ancestry_proven)
}

/* Whatever it forgot: no node ever sent two notarizes or two finalizes of a view, or nullify and finalize. */
#define BOTH(i, v, x, y) (SENT(i, IN(v, x)) && SENT(i, IN(v, y)))
#define IS_HONEST(i, v)                                                                              \
  !(BOTH(i, v, NOTARIZE(0), NOTARIZE(1)) || BOTH(i, v, FINALIZE(0), FINALIZE(1)) ||                  \
    BOTH(i, v, NULLIFY, ANY_FINALIZE))
inline check_honest(v) {
  honest = IS_HONEST(0, v) && IS_HONEST(1, v) && IS_HONEST(2, v);
  ASSERT(HONEST, honest)
}

/* ---------------------------------------------------------------------------------------------------------- claims */

/* Each says that the search must find a state where `good` holds. */
#if defined(CLAIM_FINAL_AFTER_NULLIFIED)
/* A block of view 2 is final although view 1 was nullified. */
#define CLAIM(k) (CERTIFICATE(IN(1, NULLIFY)) && CERTIFICATE(IN(2, FINALIZE(k))) && parent[BLOCK(2, k)] == GENESIS)
#define GOOD (CLAIM(0) || CLAIM(1))
#elif defined(CLAIM_SPLIT_CERTIFICATE)
/* One node holds notarization(v) alone, another nullification(v) alone. */
#define HOLDS_NOTARIZATION(i, v) (HOLDS(i, IN(v, ANY_NOTARIZE)) && !HOLDS(i, IN(v, NULLIFY)))
#define HOLDS_NULLIFICATION(i, v) (!HOLDS(i, IN(v, ANY_NOTARIZE)) && HOLDS(i, IN(v, NULLIFY)))
#define SOME(what, v) (what(0, v) || what(1, v) || what(2, v))
#define CLAIM(v) (SOME(HOLDS_NOTARIZATION, v) && SOME(HOLDS_NULLIFICATION, v))
#define GOOD (CLAIM(1) || CLAIM(2))
#elif defined(CLAIM_FINAL_ACROSS_CRASH)
/* A block is final with the votes of a node that crashed between its notarize and its finalize. */
#define CLAIM_OF(i, v, k) (SENT(i, IN(v, FINALIZE(k))) && (crashed[i] & IN(v, NOTARIZE(k))) != 0)
#define CLAIM(v, k) \
  (CERTIFICATE(IN(v, FINALIZE(k))) && (CLAIM_OF(0, v, k) || CLAIM_OF(1, v, k) || CLAIM_OF(2, v, k)))
#define GOOD (CLAIM(1, 0) || CLAIM(1, 1) || CLAIM(2, 0) || CLAIM(2, 1))
#elif defined(CLAIM_FINAL_THOUGH_NULLIFIED)
/* A block of view 1 is final by its child although view 1 was nullified, so that it never has a finalization. */
#define CLAIM(k, p) (CERTIFICATE(IN(1, NULLIFY)) && CERTIFICATE(IN(2, FINALIZE(k))) && parent[BLOCK(2, k)] == p)
#define GOOD (CLAIM(0, 1) || CLAIM(0, 2) || CLAIM(1, 1) || CLAIM(1, 2))
#elif defined(CLAIM_FINAL_DESPITE_EQUIVOCATION)
/* The leader's two blocks of a view have honest votes each, and one is final. */
#define VOTED(v, k) (SENT(0, IN(v, NOTARIZE(k))) || SENT(1, IN(v, NOTARIZE(k))) || SENT(2, IN(v, NOTARIZE(k))))
#define CLAIM(v) \
  (VOTED(v, 0) && VOTED(v, 1) && (CERTIFICATE(IN(v, FINALIZE(0))) || CERTIFICATE(IN(v, FINALIZE(1)))))
#define GOOD (CLAIM(1) || CLAIM(2))
#endif

#ifdef GOOD
SCRATCH byte good;
#define CHECK_CLAIM good = GOOD; assert(!good)
#else
#define CHECK_CLAIM skip
#endif

/* -------------------------------------------------------------------------------------------------------- the search */

/* The names of a view's two blocks are interchangeable: the one with the lower parent, then more votes, is block 0. */
#define VOTES_FOR(v, vote) (SENT(0, IN(v, vote)) + SENT(1, IN(v, vote)) + SENT(2, IN(v, vote)))
#define WEIGHT(v, k) (4 * VOTES_FOR(v, NOTARIZE(k)) + VOTES_FOR(v, FINALIZE(k)) - 16 * parent[BLOCK(v, k)])
#define RENAMED(x, v) \
  ((x & ~IN(v, ANY_NOTARIZE | ANY_FINALIZE)) | ((x & IN(v, NOTARIZE(0) | FINALIZE(0))) << 1) | \
   ((x & IN(v, NOTARIZE(1) | FINALIZE(1))) >> 1))
#define RENAME(x, v) x[0] = RENAMED(x[0], v); x[1] = RENAMED(x[1], v); x[2] = RENAMED(x[2], v)
inline name_blocks(v) {
  if
  :: WEIGHT(v, 1) > WEIGHT(v, 0) ->
    RENAME(sent, v);
#ifdef REMEMBER
    RENAME(held, v);
#endif
#ifdef FORGETS_VOTES
    RENAME(voted, v);
#endif
#ifdef MUTANT_SEND_BEFORE_PERSIST
    RENAME(journal, v);
#endif
#ifdef CLAIM_FINAL_ACROSS_CRASH
    RENAME(crashed, v);
#endif
    at = parent[BLOCK(v, 0)];
    parent[BLOCK(v, 0)] = parent[BLOCK(v, 1)];
    parent[BLOCK(v, 1)] = at;
    for (b : BLOCK(v + 1, 0) .. BLOCKS) {
      if
      :: parent[b] == BLOCK(v, 0) -> parent[b] = BLOCK(v, 1)
      :: parent[b] == BLOCK(v, 1) -> parent[b] = BLOCK(v, 0)
      :: else
      fi
    }
  :: else
  fi
}

/* Honest nodes are interchangeable: of the states that differ in their names only, one is searched. */
#ifdef REMEMBER
#define BEFORE(i, j) (sent[i] < sent[j] || (sent[i] == sent[j] && held[i] < held[j]))
#else
#define BEFORE(i, j) (sent[i] < sent[j])
#endif
SCRATCH short kept;
#define SWAP(x, i, j) kept = x[i]; x[i] = x[j]; x[j] = kept
inline sort(i, j) {
  if
  :: BEFORE(j, i) ->
    SWAP(sent, i, j);
#ifdef REMEMBER
    SWAP(held, i, j);
#endif
#ifdef FORGETS_VOTES
    SWAP(voted, i, j);
#endif
#ifdef MUTANT_SEND_BEFORE_PERSIST
    SWAP(journal, i, j);
#endif
#ifdef CLAIM_FINAL_ACROSS_CRASH
    SWAP(crashed, i, j);
#endif
  :: else
  fi
}

active proctype network() {
end:
  do
  :: atomic {
      if
      STEPS(0)
      STEPS(1)
      STEPS(2)
      fi;
      d_step {
        check_agreement();
        check_ancestry();
        check_view(1);
        check_view(2);
        check_honest(1);
        check_honest(2);
#if VIEWS > 2
        check_view(3);
        check_honest(3);
#endif
        CHECK_CLAIM;
#ifndef NAMES_STAY
        name_blocks(1);
        name_blocks(2);
#if VIEWS > 2
        name_blocks(3);
#endif
        sort(0, 1);
        sort(1, 2);
        sort(0, 1);
#endif
        a = 0;
        b = 0;
        at = 0
      }
    }
  od
}
