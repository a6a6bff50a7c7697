import assert from 'node:assert/strict';
import { clojureSymbolsOf } from '../../../src/source/jvm/clojure';
import type { CodeSymbol } from '../../../src/source/symbols';
import { drawn } from '../../fixtures/text-profile';

describe('symbols of Clojure', () => {
  function check(source: string, expected: string): void {
    const symbols = clojureSymbolsOf(drawn(source));
    assert.equal(symbols.slice(1).map(print).join('\n'), drawn(expected).trim());
  }

  it('are vars of the namespace, under the names that Java allows', () => {
    check(
      `
      (ns ^{:doc "a shop"} my-shop.core)
      (defn ->total!
        "Adds (up"
        {:added "1"}
        ([a] a)
        ([a & more] (apply + a more)))
      (def ready? (fn [x] x))
      (def half #(/ % 2))
      (def rate 3)
      (defmacro twice [x] \`(do ~x (fn [] ~x)))
      `,
      `
      function ->total! 2-6 = my_shop/core$__GT_total_BANG_ my_shop/core$eval*$__GT_total_BANG___*
      function ready? 7-7 = my_shop/core$ready_QMARK_
      function half 8-8 = my_shop/core$half
      function twice 10-10 = my_shop/core$twice my_shop/core$eval*$twice__*
      `,
    );
  });

  it('are functions within functions, by their own name, by that of a binding, or by none', () => {
    check(
      `
      (ns shop)
      (def total
        (fn [items]
          (let [price (fn [x] x)]
            (map (fn cost [x] (price x)) items)
            (letfn [(add [a b] (+ a b))]
              (reduce #(add %1 %2) (lazy-seq items))))))
      `,
      `
      function total 3-7 = shop$total
      lambda total.<lambda> 4-4 = shop$total$price__*
      lambda total.cost 5-5 = shop$total$cost__*
      lambda total.add 6-6 = shop$total$add__*
      lambda total.<lambda> 7-7 = shop$total$fn__*
      lambda total.<lazy-seq> 7-7 = shop$total$fn__*
      `,
    );
  });

  it('are loops whose value is used, which become functions, and no others', () => {
    check(
      `
      (ns shop)
      (def total
        (fn [items]
          (doseq [i items] (print i))
          (inc (loop [i 0] (recur (inc i))))
          (try (total items) (catch Exception e nil))))
      `,
      `
      function total 3-6 = shop$total
      lambda total.<loop> 5-5 = shop$total$fn__*
      `,
    );
  });

  it('are what is moved out of a loop, and not what macros of others are given', () => {
    check(
      `
      (ns shop)
      (defn total [items]
        (doseq [i items]
          (binding [*out* i] (print i))))
      (defn reply [in]
        (m/with-bindings in #(print in)))
      (defmacro defcurried [name args body] body)
      (defcurried rate [x] (fn [y] x))
      (definline double-of [x] x)
      `,
      `
      function total 2-4 = shop$total shop$eval*$total__*
      lambda total.<binding> 4-4 = shop$total$fn__* shop$eval*$total__*$fn__*
      function reply 5-6 = shop$reply shop$eval*$reply__*
      lambda reply.<lambda> 6-6 = shop$reply$fn__* shop$eval*$reply__*$fn__*
      function defcurried 7-7 = shop$defcurried shop$eval*$defcurried__*
      function rate 8-8 = shop$rate shop$fn__* shop$eval*$fn__* shop$rate$fn__*
      lambda rate.<lambda> 8-8 = shop$rate$fn__* shop$fn__*$fn__* shop$eval*$fn__*$fn__*
      function double-of 9-9 = shop$double_of shop$eval*$double_of__* shop$double_of__* shop$eval* shop$eval*$fn__*
      `,
    );
  });

  it('are records, types and their methods, reified ones, those of protocols and proxies', () => {
    check(
      `
      (ns shop)
      (defprotocol Priced (price [this]))
      (defrecord Cart [items]
        Priced
        (price [this] (map (fn [x] x) items)))
      (extend-type String
        Priced
        (price [this] 1))
      (def task
        (fn [] (reify Runnable (run [this] 1))))
      (defmethod show :cart [cart] cart)
      `,
      `
      class Priced 2-2 = shop$fn__* shop$eval*$fn__* shop$fn__*$G__*__* shop$eval*$fn__*$G__*__*
      class Cart 3-5 = shop/Cart shop$__GT_Cart shop$map__GT_Cart shop$fn__* shop$fn__*$__GT_Cart__* shop$fn__*$map__GT_Cart__*
      method Cart.price 5-5 = shop/Cart.price
      lambda Cart.price.<lambda> 5-5 = shop/Cart$fn__*
      function price 8-8 = shop$fn__* shop$eval*$fn__*
      function task 10-10 = shop$task
      class task.<reify> 10-10 = shop$task$reify__*
      method task.<reify>.run 10-10 = shop$task$reify__*.run
      function show 11-11 = shop$fn__* shop$eval*$fn__*
      `,
    );
  });

  it('are wrapped in one more function at the top of a file', () => {
    check(
      `
      (ns shop)
      (let [rate 3]
        (defn total [x] (* rate x)))
      (def handler (let [f 1] (fn [x] x)))
      `,
      `
      lambda <let> 2-3 = shop$fn__* shop$eval*
      function <let>.total 3-3 = shop$fn__*$total__* shop$eval*$total__*
      function handler 4-4 = shop$fn__*
      lambda handler.<lambda> 4-4 = shop$fn__*$fn__*
      `,
    );
  });

  it('are not in data, comments, strings, templates and what another platform reads', () => {
    check(
      String.raw`
      (in-ns 'shop)
      (comment (defn a []))
      #_(defn b []) #_ #_ (defn c []) (defn d [])
      '(defn e []) "(defn f []) \" (" \( \" #"(\" ("
      #?(:cljs (defn g []) :clj (defn h []))
      ; (defn i []
      (defn ^{:test (fn [])} j [] #?@(:clj [1 2]) #inst "2020" @k #'l #{1} ^long m ##Inf)
      `,
      `
      function h 5-5 = shop$h shop$eval*$h__*
      function j 7-7 = shop$j shop$eval*$j__*
      `,
    );
  });

  it('have lines of the list around where no place of their own is known', () => {
    const symbols = clojureSymbolsOf('(ns shop)\n(defn total [items]\n  (map\n    #(inc %)\n    items))\n');
    assert.deepEqual(symbols.at(-1)?.jvm?.[0].lines, [
      { from: 3, to: 3 },
      { from: 4, to: 4 },
    ]);
  });

  it('survive text that is no Clojure, and nesting without sense', () => {
    for (const text of [
      '',
      '((',
      '))',
      '(ns',
      '(defn',
      '"',
      '#',
      '#?(',
      '^',
      '\\',
      "'",
      '#_',
      '(let [a] (',
      '#?@(:clj)',
    ]) {
      assert.ok(clojureSymbolsOf(text).length >= 1, text);
    }
    assert.ok(clojureSymbolsOf('(def f #(lazy-seq %))').length >= 1);
    assert.ok(clojureSymbolsOf('('.repeat(100_000)).length >= 1);
    assert.ok(clojureSymbolsOf("'".repeat(100_000)).length >= 1);
    assert.ok(clojureSymbolsOf('(fn [] '.repeat(50_000)).length >= 1);
  });
});

/** Of classes and functions only the class names: functions are entered by the same methods all. */
function print({ kind, qualifiedName, firstLine, endLine, jvm = [] }: CodeSymbol): string {
  const names = jvm.map(({ className, method }) =>
    kind === 'method' ? `${className}.${method}` : className,
  );
  return `${kind} ${qualifiedName} ${firstLine}-${endLine} = ${[...new Set(names)].join(' ')}`;
}
