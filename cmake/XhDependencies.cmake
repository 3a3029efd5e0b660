# Every third-party library the project links, found here and nowhere else.
# scripts/debian-packages.txt names the Debian package that brings each.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url unit_test_framework)
find_package(Protobuf 3.21 REQUIRED)
find_package(leveldb REQUIRED)
# Debian's description of the shared library asks every user to link snappy, whose development package it does not bring.
set_property(TARGET leveldb::leveldb PROPERTY INTERFACE_LINK_LIBRARIES Threads::Threads)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(prometheus-cpp REQUIRED)
pkg_check_modules(secp256k1 REQUIRED IMPORTED_TARGET libsecp256k1)
pkg_check_modules(cryptopp REQUIRED IMPORTED_TARGET libcrypto++)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
