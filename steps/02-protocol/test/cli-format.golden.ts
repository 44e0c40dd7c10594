// Replies on the wire, and what redis-cli 7.0.15 printed for each, byte for byte: cli-format.test.ts compares us with it,
// and redis-cli once more where it is installed. One character a byte.

export interface Printed {
  wire: string;
  standard: string;
  raw: string;
  csv: string;
  json: string;
}

export const PRINTED_BY_REDIS_CLI: Printed[] = [
  { wire: '+OK\r\n', standard: 'OK\n', raw: 'OK\n', csv: '"OK"\n', json: '"OK"\n' },
  { wire: '+\r\n', standard: '\n', raw: '\n', csv: '""\n', json: '""\n' },
  {
    wire: '+a b"c\x01\r\n',
    standard: 'a b"c\x01\n',
    raw: 'a b"c\x01\n',
    csv: '"a b\\"c\\x01"\n',
    json: '"a b\\"c\\u0001"\n',
  },
  {
    wire: '-ERR bad\r\n',
    standard: '(error) ERR bad\n',
    raw: 'ERR bad\n\n',
    csv: 'ERROR,"ERR bad"\n',
    json: 'error:"ERR bad"\n',
  },
  { wire: ':1\r\n', standard: '(integer) 1\n', raw: '1\n', csv: '1\n', json: '1\n' },
  { wire: ':-5\r\n', standard: '(integer) -5\n', raw: '-5\n', csv: '-5\n', json: '-5\n' },
  {
    wire: ':9223372036854775807\r\n',
    standard: '(integer) 9223372036854775807\n',
    raw: '9223372036854775807\n',
    csv: '9223372036854775807\n',
    json: '9223372036854775807\n',
  },
  { wire: '$-1\r\n', standard: '(nil)\n', raw: '\n', csv: 'NULL\n', json: 'null\n' },
  { wire: '*-1\r\n', standard: '(nil)\n', raw: '\n', csv: 'NULL\n', json: 'null\n' },
  { wire: '_\r\n', standard: '(nil)\n', raw: '\n', csv: 'NULL\n', json: 'null\n' },
  { wire: '$0\r\n\r\n', standard: '""\n', raw: '\n', csv: '""\n', json: '""\n' },
  { wire: '$3\r\nfoo\r\n', standard: '"foo"\n', raw: 'foo\n', csv: '"foo"\n', json: '"foo"\n' },
  { wire: '$2\r\nx\n\r\n', standard: '"x\\n"\n', raw: 'x\n\n', csv: '"x\\n"\n', json: '"x\\n"\n' },
  {
    wire: '$2\r\n\xc3\xa9\r\n',
    standard: '"\\xc3\\xa9"\n',
    raw: '\xc3\xa9\n',
    csv: '"\\xc3\\xa9"\n',
    json: '"\xc3\xa9"\n',
  },
  {
    wire: '$15\r\n\x00\x07\x08\t\n\x0b\x0c\r\x1b\x7f\xff\\\'"/\r\n',
    standard: '"\\x00\\a\\b\\t\\n\\x0b\\x0c\\r\\x1b\\x7f\\xff\\\\\'\\"/"\n',
    raw: '\x00\x07\x08\t\n\x0b\x0c\r\x1b\x7f\xff\\\'"/\n',
    csv: '"\\x00\\a\\b\\t\\n\\x0b\\x0c\\r\\x1b\\x7f\\xff\\\\\'\\"/"\n',
    json: '"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001b\x7f\xff\\\\\'\\"/"\n',
  },
  { wire: '#t\r\n', standard: '(true)\n', raw: '(true)\n', csv: 'true\n', json: 'true\n' },
  { wire: '#f\r\n', standard: '(false)\n', raw: '(false)\n', csv: 'false\n', json: 'false\n' },
  { wire: ',1.5\r\n', standard: '(double) 1.5\n', raw: '1.5\n', csv: '1.5\n', json: '1.5\n' },
  { wire: ',3\r\n', standard: '(double) 3\n', raw: '3\n', csv: '3\n', json: '3\n' },
  { wire: ',-0\r\n', standard: '(double) -0\n', raw: '-0\n', csv: '-0\n', json: '-0\n' },
  {
    wire: ',1e100\r\n',
    standard: '(double) 1e100\n',
    raw: '1e100\n',
    csv: '1e100\n',
    json: '1e100\n',
  },
  {
    wire: ',0.10000000000000001\r\n',
    standard: '(double) 0.10000000000000001\n',
    raw: '0.10000000000000001\n',
    csv: '0.10000000000000001\n',
    json: '0.10000000000000001\n',
  },
  { wire: ',inf\r\n', standard: '(double) inf\n', raw: 'inf\n', csv: 'inf\n', json: 'inf\n' },
  { wire: ',-inf\r\n', standard: '(double) -inf\n', raw: '-inf\n', csv: '-inf\n', json: '-inf\n' },
  {
    wire: '=8\r\ntxt:a\nb"\r\n',
    standard: 'a\nb"\n',
    raw: 'a\nb"\n',
    csv: '"a\\nb\\""\n',
    json: '"a\\nb\\""\n',
  },
  { wire: '=4\r\ntxt:\r\n', standard: '\n', raw: '\n', csv: '""\n', json: '""\n' },
  { wire: '*0\r\n', standard: '(empty array)\n', raw: '\n', csv: '\n', json: '[]\n' },
  { wire: '%0\r\n', standard: '(empty hash)\n', raw: '\n', csv: '\n', json: '{}\n' },
  { wire: '~0\r\n', standard: '(empty set)\n', raw: '\n', csv: '\n', json: '[]\n' },
  {
    wire: '*3\r\n$1\r\na\r\n:1\r\n+x\r\n',
    standard: '1) "a"\n2) (integer) 1\n3) x\n',
    raw: 'a\n1\nx\n',
    csv: '"a",1,"x"\n',
    json: '["a",1,"x"]\n',
  },
  {
    wire: '*6\r\n_\r\n-ERR x\r\n*0\r\n#t\r\n,1.25\r\n=7\r\ntxt:a\nb\r\n',
    standard:
      '1) (nil)\n2) (error) ERR x\n3) (empty array)\n4) (true)\n5) (double) 1.25\n6) a\nb\n',
    raw: '\nERR x\n\n\n(true)\n1.25\na\nb\n',
    csv: 'NULL,ERROR,"ERR x",,true,1.25,"a\\nb"\n',
    json: '[null,error:"ERR x",[],true,1.25,"a\\nb"]\n',
  },
  {
    wire: '*3\r\n:1\r\n*2\r\n:2\r\n*2\r\n:3\r\n:4\r\n:5\r\n',
    standard:
      '1) (integer) 1\n2) 1) (integer) 2\n   2) 1) (integer) 3\n      2) (integer) 4\n3) (integer) 5\n',
    raw: '1\n2\n3\n4\n5\n',
    csv: '1,2,3,4,5\n',
    json: '[1,[2,[3,4]],5]\n',
  },
  {
    wire: '*3\r\n*0\r\n*1\r\n*0\r\n*1\r\n*1\r\n*0\r\n',
    standard: '1) (empty array)\n2) 1) (empty array)\n3) 1) 1) (empty array)\n',
    raw: '\n\n\n',
    csv: ',,\n',
    json: '[[],[[]],[[[]]]]\n',
  },
  {
    wire: '*10\r\n:1\r\n:2\r\n:3\r\n:4\r\n:5\r\n:6\r\n:7\r\n:8\r\n:9\r\n:10\r\n',
    standard:
      ' 1) (integer) 1\n 2) (integer) 2\n 3) (integer) 3\n 4) (integer) 4\n 5) (integer) 5\n 6) (integer) 6\n 7) (integer) 7\n 8) (integer) 8\n 9) (integer) 9\n10) (integer) 10\n',
    raw: '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n',
    csv: '1,2,3,4,5,6,7,8,9,10\n',
    json: '[1,2,3,4,5,6,7,8,9,10]\n',
  },
  {
    wire: '*1\r\n*1\r\n*10\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n',
    standard:
      '1) 1)  1) (integer) 1\n       2) (integer) 1\n       3) (integer) 1\n       4) (integer) 1\n       5) (integer) 1\n       6) (integer) 1\n       7) (integer) 1\n       8) (integer) 1\n       9) (integer) 1\n      10) (integer) 1\n',
    raw: '1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n',
    csv: '1,1,1,1,1,1,1,1,1,1\n',
    json: '[[[1,1,1,1,1,1,1,1,1,1]]]\n',
  },
  {
    wire: '*10\r\n*2\r\n:1\r\n*1\r\n:1\r\n*2\r\n:2\r\n*1\r\n:2\r\n*2\r\n:3\r\n*1\r\n:3\r\n*2\r\n:4\r\n*1\r\n:4\r\n*2\r\n:5\r\n*1\r\n:5\r\n*2\r\n:6\r\n*1\r\n:6\r\n*2\r\n:7\r\n*1\r\n:7\r\n*2\r\n:8\r\n*1\r\n:8\r\n*2\r\n:9\r\n*1\r\n:9\r\n*2\r\n:10\r\n*1\r\n:10\r\n',
    standard:
      ' 1) 1) (integer) 1\n    2) 1) (integer) 1\n 2) 1) (integer) 2\n    2) 1) (integer) 2\n 3) 1) (integer) 3\n    2) 1) (integer) 3\n 4) 1) (integer) 4\n    2) 1) (integer) 4\n 5) 1) (integer) 5\n    2) 1) (integer) 5\n 6) 1) (integer) 6\n    2) 1) (integer) 6\n 7) 1) (integer) 7\n    2) 1) (integer) 7\n 8) 1) (integer) 8\n    2) 1) (integer) 8\n 9) 1) (integer) 9\n    2) 1) (integer) 9\n10) 1) (integer) 10\n    2) 1) (integer) 10\n',
    raw: '1\n1\n2\n2\n3\n3\n4\n4\n5\n5\n6\n6\n7\n7\n8\n8\n9\n9\n10\n10\n',
    csv: '1,1,2,2,3,3,4,4,5,5,6,6,7,7,8,8,9,9,10,10\n',
    json: '[[1,[1]],[2,[2]],[3,[3]],[4,[4]],[5,[5]],[6,[6]],[7,[7]],[8,[8]],[9,[9]],[10,[10]]]\n',
  },
  {
    wire: '*2\r\n*2\r\n$1\r\na\r\n*1\r\n$1\r\nb\r\n*2\r\n$1\r\na\r\n*1\r\n$1\r\nb\r\n',
    standard: '1) 1) "a"\n   2) 1) "b"\n2) 1) "a"\n   2) 1) "b"\n',
    raw: 'a\nb\na\nb\n',
    csv: '"a","b","a","b"\n',
    json: '[["a",["b"]],["a",["b"]]]\n',
  },
  {
    wire: '%2\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n$3\r\ntwo\r\n',
    standard: '1# "a" => (integer) 1\n2# "b" => "two"\n',
    raw: 'a 1\nb two\n',
    csv: '"a",1,"b","two"\n',
    json: '{"a":1,"b":"two"}\n',
  },
  {
    wire: '%1\r\n$1\r\na\r\n%1\r\n$1\r\nb\r\n%1\r\n$1\r\nc\r\n:1\r\n',
    standard: '1# "a" => 1# "b" => 1# "c" => (integer) 1\n',
    raw: 'a b c 1\n',
    csv: '"a","b","c",1\n',
    json: '{"a":{"b":{"c":1}}}\n',
  },
  {
    wire: '%3\r\n$1\r\na\r\n*2\r\n:1\r\n:2\r\n$1\r\nb\r\n*1\r\n:1\r\n$1\r\nc\r\n*0\r\n',
    standard:
      '1# "a" => \n   1) (integer) 1\n   2) (integer) 2\n2# "b" => 1) (integer) 1\n3# "c" => (empty array)\n',
    raw: 'a 1\n2\nb 1\nc \n',
    csv: '"a",1,2,"b",1,"c",\n',
    json: '{"a":[1,2],"b":[1],"c":[]}\n',
  },
  {
    wire: '%1\r\n$1\r\na\r\n%2\r\n$1\r\nb\r\n:1\r\n$1\r\nc\r\n:2\r\n',
    standard: '1# "a" => \n   1# "b" => (integer) 1\n   2# "c" => (integer) 2\n',
    raw: 'a b 1\nc 2\n',
    csv: '"a","b",1,"c",2\n',
    json: '{"a":{"b":1,"c":2}}\n',
  },
  {
    wire: '%4\r\n$1\r\na\r\n%0\r\n$1\r\nb\r\n~0\r\n$1\r\nc\r\n_\r\n$1\r\nd\r\n-ERR x\r\n',
    standard:
      '1# "a" => (empty hash)\n2# "b" => (empty set)\n3# "c" => (nil)\n4# "d" => (error) ERR x\n',
    raw: 'a \nb \nc \nd ERR x\n\n',
    csv: '"a",,"b",,"c",NULL,"d",ERROR,"ERR x"\n',
    json: '{"a":{},"b":[],"c":null,"d":error:"ERR x"}\n',
  },
  {
    wire: '%1\r\n$1\r\na\r\n*10\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n',
    standard:
      '1# "a" => \n    1) (integer) 1\n    2) (integer) 1\n    3) (integer) 1\n    4) (integer) 1\n    5) (integer) 1\n    6) (integer) 1\n    7) (integer) 1\n    8) (integer) 1\n    9) (integer) 1\n   10) (integer) 1\n',
    raw: 'a 1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n',
    csv: '"a",1,1,1,1,1,1,1,1,1,1\n',
    json: '{"a":[1,1,1,1,1,1,1,1,1,1]}\n',
  },
  {
    wire: '%5\r\n:1\r\n:1\r\n:2\r\n:2\r\n:3\r\n:3\r\n:4\r\n:4\r\n:5\r\n:5\r\n',
    standard:
      '1# (integer) 1 => (integer) 1\n2# (integer) 2 => (integer) 2\n3# (integer) 3 => (integer) 3\n4# (integer) 4 => (integer) 4\n5# (integer) 5 => (integer) 5\n',
    raw: '1 1\n2 2\n3 3\n4 4\n5 5\n',
    csv: '1,1,2,2,3,3,4,4,5,5\n',
    json: '{"1":1,"2":2,"3":3,"4":4,"5":5}\n',
  },
  {
    wire: '%10\r\n:1\r\n*2\r\n:1\r\n:1\r\n:2\r\n*2\r\n:2\r\n:2\r\n:3\r\n*2\r\n:3\r\n:3\r\n:4\r\n*2\r\n:4\r\n:4\r\n:5\r\n*2\r\n:5\r\n:5\r\n:6\r\n*2\r\n:6\r\n:6\r\n:7\r\n*2\r\n:7\r\n:7\r\n:8\r\n*2\r\n:8\r\n:8\r\n:9\r\n*2\r\n:9\r\n:9\r\n:10\r\n*2\r\n:10\r\n:10\r\n',
    standard:
      ' 1# (integer) 1 => \n    1) (integer) 1\n    2) (integer) 1\n 2# (integer) 2 => \n    1) (integer) 2\n    2) (integer) 2\n 3# (integer) 3 => \n    1) (integer) 3\n    2) (integer) 3\n 4# (integer) 4 => \n    1) (integer) 4\n    2) (integer) 4\n 5# (integer) 5 => \n    1) (integer) 5\n    2) (integer) 5\n 6# (integer) 6 => \n    1) (integer) 6\n    2) (integer) 6\n 7# (integer) 7 => \n    1) (integer) 7\n    2) (integer) 7\n 8# (integer) 8 => \n    1) (integer) 8\n    2) (integer) 8\n 9# (integer) 9 => \n    1) (integer) 9\n    2) (integer) 9\n10# (integer) 10 => \n    1) (integer) 10\n    2) (integer) 10\n',
    raw: '1 1\n1\n2 2\n2\n3 3\n3\n4 4\n4\n5 5\n5\n6 6\n6\n7 7\n7\n8 8\n8\n9 9\n9\n10 10\n10\n',
    csv: '1,1,1,2,2,2,3,3,3,4,4,4,5,5,5,6,6,6,7,7,7,8,8,8,9,9,9,10,10,10\n',
    json: '{"1":[1,1],"2":[2,2],"3":[3,3],"4":[4,4],"5":[5,5],"6":[6,6],"7":[7,7],"8":[8,8],"9":[9,9],"10":[10,10]}\n',
  },
  {
    wire: '*2\r\n%2\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n:2\r\n%1\r\n$1\r\nc\r\n*2\r\n:1\r\n*2\r\n:2\r\n:3\r\n',
    standard:
      '1) 1# "a" => (integer) 1\n   2# "b" => (integer) 2\n2) 1# "c" => \n      1) (integer) 1\n      2) 1) (integer) 2\n         2) (integer) 3\n',
    raw: 'a 1\nb 2\nc 1\n2\n3\n',
    csv: '"a",1,"b",2,"c",1,2,3\n',
    json: '[{"a":1,"b":2},{"c":[1,[2,3]]}]\n',
  },
  {
    wire: '%4\r\n:1\r\n:3\r\n,2.5\r\n:2\r\n_\r\n:4\r\n+s\r\n:5\r\n',
    standard:
      '1# (integer) 1 => (integer) 3\n2# (double) 2.5 => (integer) 2\n3# (nil) => (integer) 4\n4# s => (integer) 5\n',
    raw: '1 3\n2.5 2\n 4\ns 5\n',
    csv: '1,3,2.5,2,NULL,4,"s",5\n',
    json: '{"1":3,"2.5":2,"null":4,"s":5}\n',
  },
  {
    wire: '%1\r\n*2\r\n:1\r\n:2\r\n%1\r\n$1\r\nx\r\n:1\r\n',
    standard: '1# 1) (integer) 1\n   2) (integer) 2 => 1# "x" => (integer) 1\n',
    raw: '1\n2 x 1\n',
    csv: '1,2,"x",1\n',
    json: '{"[1,2]":{"x":1}}\n',
  },
  {
    wire: '%1\r\n$1\r\na\r\n~2\r\n$1\r\nx\r\n$1\r\ny\r\n',
    standard: '1# "a" => \n   1~ "x"\n   2~ "y"\n',
    raw: 'a x\ny\n',
    csv: '"a","x","y"\n',
    json: '{"a":["x","y"]}\n',
  },
  {
    wire: '~2\r\n$1\r\na\r\n~2\r\n$1\r\nb\r\n$1\r\nc\r\n',
    standard: '1~ "a"\n2~ 1~ "b"\n   2~ "c"\n',
    raw: 'a\nb\nc\n',
    csv: '"a","b","c"\n',
    json: '["a",["b","c"]]\n',
  },
  {
    wire: '*3\r\n:1\r\n%1\r\n$1\r\na\r\n%2\r\n$1\r\nb\r\n*2\r\n:1\r\n:2\r\n$1\r\nc\r\n:3\r\n~2\r\n$1\r\nq\r\n%2\r\n$1\r\nz\r\n:1\r\n$1\r\ny\r\n:2\r\n',
    standard:
      '1) (integer) 1\n2) 1# "a" => \n      1# "b" => \n         1) (integer) 1\n         2) (integer) 2\n      2# "c" => (integer) 3\n3) 1~ "q"\n   2~ 1# "z" => (integer) 1\n      2# "y" => (integer) 2\n',
    raw: '1\na b 1\n2\nc 3\nq\nz 1\ny 2\n',
    csv: '1,"a","b",1,2,"c",3,"q","z",1,"y",2\n',
    json: '[1,{"a":{"b":[1,2],"c":3}},["q",{"z":1,"y":2}]]\n',
  },
  {
    wire: '~11\r\n:1\r\n:2\r\n:3\r\n:4\r\n:5\r\n:6\r\n:7\r\n:8\r\n:9\r\n:10\r\n:11\r\n',
    standard:
      ' 1~ (integer) 1\n 2~ (integer) 2\n 3~ (integer) 3\n 4~ (integer) 4\n 5~ (integer) 5\n 6~ (integer) 6\n 7~ (integer) 7\n 8~ (integer) 8\n 9~ (integer) 9\n10~ (integer) 10\n11~ (integer) 11\n',
    raw: '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n',
    csv: '1,2,3,4,5,6,7,8,9,10,11\n',
    json: '[1,2,3,4,5,6,7,8,9,10,11]\n',
  },
  {
    wire: '*2\r\n>1\r\n+p\r\n:1\r\n',
    standard: '1) 1) p\n2) (integer) 1\n',
    raw: 'p\n1\n',
    csv: '"p",1\n',
    json: '[["p"],1]\n',
  },
  {
    wire: '%1\r\n$1\r\nk\r\n=6\r\ntxt:zz\r\n',
    standard: '1# "k" => zz\n',
    raw: 'k zz\n',
    csv: '"k","zz"\n',
    json: '{"k":"zz"}\n',
  },
];
