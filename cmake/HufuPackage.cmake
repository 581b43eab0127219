# `cpack`: one Debian package with all that `cmake --install` installs, and a bill of materials in it.
find_package(Python3 COMPONENTS Interpreter)
find_program(HUFU_READELF readelf)
find_program(HUFU_LDD ldd)
mark_as_advanced(HUFU_READELF HUFU_LDD)

set(hufu_doc_dir "${CMAKE_INSTALL_DATADIR}/doc/hufu")
install(FILES LICENSE DESTINATION "${hufu_doc_dir}" RENAME copyright)
install(FILES CHANGELOG.md DESTINATION "${hufu_doc_dir}")

find_package(CLI11 QUIET)
find_package(CURL QUIET)
find_package(nlohmann_json QUIET)
find_package(Boost QUIET)
if(Python3_FOUND AND HUFU_READELF AND HUFU_LDD AND TARGET hufu-cli AND TARGET hufu-mock-server)
  set(sbom "${PROJECT_BINARY_DIR}/hufu.cdx.json")
  add_custom_command(
    OUTPUT "${sbom}"
    COMMAND Python3::Interpreter "${PROJECT_SOURCE_DIR}/scripts/sbom.py" hufu ${PROJECT_VERSION}
            --with nlohmann-json=${nlohmann_json_VERSION} --with cli11=${CLI11_VERSION}
            --with boost=${Boost_VERSION_STRING} --opens $<TARGET_FILE:CURL::libcurl>
            $<TARGET_FILE:hufu-cli> $<TARGET_FILE:hufu-mock-server> > "${sbom}"
    DEPENDS hufu-cli hufu-mock-server "${PROJECT_SOURCE_DIR}/scripts/sbom.py"
    VERBATIM)
  add_custom_target(hufu-sbom ALL DEPENDS "${sbom}")
  install(FILES "${sbom}" DESTINATION "${hufu_doc_dir}")
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hufu)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
    "The program hufu, the mock server hufu-mock-server, and the C++ and C libraries with their headers.")
set(CPACK_PACKAGE_CONTACT "The Hufu authors <hufu@example.invalid>")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/packages")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# libcurl is opened by the first request, so nothing finds it by itself.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libcurl4 | libcurl3-gnutls")
# libsecret is opened when it is there; a browser is opened by xdg-open.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libsecret-1-0, xdg-utils")
# For those who build programs against the libraries.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS
    "libssl-dev, libqrcodegencpp-dev, gnome-keyring")
include(CPack)
