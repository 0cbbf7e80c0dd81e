/** The languages of the interface, and what is wanted before the words of one are loaded: that by which a search is known. */
export const SEARCH = new Map(
  'ar:بحث cs:Hledat da:Søg de:Suchen el:Αναζήτηση en:Search es:Buscar fi:Haku fr:Rechercher he:חיפוש hu:Keresés it:Cerca ja:検索 ko:검색 nb:Søk nl:Zoeken pl:Szukaj pt:Pesquisar ro:Căutare ru:Поиск sv:Sök tr:Ara uk:Пошук zh:搜索'
    .split(' ')
    .map((pair) => /** @type {[string, string]} */ (pair.split(':'))),
);
